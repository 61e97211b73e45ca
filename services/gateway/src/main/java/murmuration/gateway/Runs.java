package murmuration.gateway;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;
import murmuration.gateway.access.Principal;
import murmuration.gateway.spec.DatasetFacts;
import murmuration.runs.v1.CreateDatasetRequest;
import murmuration.runs.v1.Dataset;
import murmuration.runs.v1.DeleteDatasetRequest;
import murmuration.runs.v1.DeleteDatasetResponse;
import murmuration.runs.v1.EraseAccountRequest;
import murmuration.runs.v1.EstimateRunRequest;
import murmuration.runs.v1.EstimateRunResponse;
import murmuration.runs.v1.GetDatasetRequest;
import murmuration.runs.v1.GetRunRequest;
import murmuration.runs.v1.ListDatasetsRequest;
import murmuration.runs.v1.ListRunsRequest;
import murmuration.runs.v1.MutinyRunServiceGrpc;
import murmuration.runs.v1.Run;
import murmuration.runs.v1.RunServiceGrpc;
import murmuration.runs.v1.SetBudgetRequest;
import murmuration.runs.v1.StartRunRequest;
import murmuration.runs.v1.Steer;
import murmuration.runs.v1.SteerRunRequest;
import murmuration.runs.v1.WatchRunRequest;
import murmuration.runs.v1.WatchRunResponse;
import murmuration.runtime.GrpcErrors;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** Data sets and runs of whoever asks, as RunService answers them. Failures are {@link MurmurationException}. */
final class Runs {
    private final RunServiceGrpc.RunServiceBlockingStub service;
    private final MutinyRunServiceGrpc.MutinyRunServiceStub watching;
    private final Supplier<Principal> who;
    private final Patience patience;

    Runs(
            RunServiceGrpc.RunServiceBlockingStub service,
            MutinyRunServiceGrpc.MutinyRunServiceStub watching,
            Supplier<Principal> who,
            Patience patience) {
        this.service = service;
        this.watching = watching;
        this.who = who;
        this.patience = patience;
    }

    /** The same for somebody who is known already. */
    Runs of(Principal other) {
        return new Runs(service, watching, () -> other, patience);
    }

    /** How long calls may take; an estimate reads a data set through. */
    record Patience(Duration call, Duration estimate) {}

    /** What becomes a data set. */
    record Source(String name, String uri, String format, List<String> metadataKeys, String idempotencyKey) {
        Source {
            metadataKeys = List.copyOf(metadataKeys);
        }

        Source at(String otherUri) {
            return new Source(name, otherUri, format, metadataKeys, idempotencyKey);
        }
    }

    /** Which runs are listed; what is empty does not matter. */
    record Listing(String state, String dataset, String after, int limit) {}

    Dataset create(Source source) {
        return call(stub -> stub.createDataset(CreateDatasetRequest.newBuilder()
                        .setTenant(who.get().tenant())
                        .setName(source.name())
                        .setUri(source.uri())
                        .setFormat(source.format())
                        .setIdempotencyKey(source.idempotencyKey())
                        .addAllMetadataKeys(source.metadataKeys())
                        .setAskedBy(who.get().name())
                        .build())
                .getDataset());
    }

    Dataset dataset(String idOrName) {
        return call(stub -> stub.getDataset(GetDatasetRequest.newBuilder()
                        .setTenant(who.get().tenant())
                        .setIdOrName(idOrName)
                        .build())
                .getDataset());
    }

    Optional<DatasetFacts> facts(String idOrName) {
        try {
            Dataset found = dataset(idOrName);
            boolean importing = found.getState().equals("IMPORTING");
            long conversations = importing ? DatasetFacts.UNKNOWN : found.getConversations();
            return Optional.of(new DatasetFacts(found.getId(), found.getName(), conversations));
        } catch (MurmurationException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    List<Dataset> datasets(String after, int limit) {
        return call(stub -> stub.listDatasets(ListDatasetsRequest.newBuilder()
                        .setTenant(who.get().tenant())
                        .setAfter(after)
                        .setLimit(limit)
                        .build())
                .getDatasetsList());
    }

    /** Store → items removed; empty where it goes on, and is not waited for any longer. */
    Optional<Map<String, Long>> delete(String datasetId) {
        DeleteDatasetRequest request = DeleteDatasetRequest.newBuilder()
                .setTenant(who.get().tenant())
                .setDatasetId(datasetId)
                .setAskedBy(who.get().name())
                .build();
        try {
            DeleteDatasetResponse answer = within(patience.call()).deleteDataset(request);
            return answer.getGoesOn() ? Optional.empty() : Optional.of(answer.getRemovedMap());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED && isOutOfUse(datasetId)) {
                return Optional.empty();
            }
            throw GrpcErrors.received(e);
        }
    }

    private boolean isOutOfUse(String datasetId) {
        return List.of("DELETING", "DELETED").contains(dataset(datasetId).getState());
    }

    /** @param accountId as the data set's source names it */
    Map<String, Long> eraseAccount(String datasetId, String accountId) {
        // all shards of the data set are read
        return call(
                patience.estimate(),
                stub -> stub.eraseAccount(EraseAccountRequest.newBuilder()
                                .setTenant(who.get().tenant())
                                .setDatasetId(datasetId)
                                .setAccountId(accountId)
                                .setAskedBy(who.get().name())
                                .build())
                        .getRemovedMap());
    }

    Run start(String specJson, String idempotencyKey) {
        return call(stub -> stub.startRun(StartRunRequest.newBuilder()
                        .setTenant(who.get().tenant())
                        .setSpecJson(specJson)
                        .setIdempotencyKey(idempotencyKey)
                        .setStartedBy(who.get().name())
                        .build())
                .getRun());
    }

    /** Runs a published run again from what is stored. */
    Run replay(String runId, String idempotencyKey) {
        Run run = run(runId);
        if (run.getResultDigest().isEmpty()) {
            throw new MurmurationException(
                    ErrorCode.CONFLICT, "the run is " + run.getState() + "; only a published run can be replayed");
        }
        if (run.containsExpired("RESULTS")) {
            throw new MurmurationException(
                    ErrorCode.CONFLICT,
                    "what was published of the run went by retention on " + run.getExpiredOrThrow("RESULTS")
                            + "; there is nothing to compare a replay with");
        }
        RunSpec spec = Json.read(run.getSpecJson(), RunSpec.class);
        return start(Json.write(spec.replaying(run.getId())), idempotencyKey);
    }

    /** What a run of this spec would come to. */
    EstimateRunResponse estimate(String specJson) {
        return call(
                patience.estimate(),
                stub -> stub.estimateRun(EstimateRunRequest.newBuilder()
                        .setTenant(who.get().tenant())
                        .setSpecJson(specJson)
                        .build()));
    }

    Run run(String runId) {
        return call(stub -> stub.getRun(GetRunRequest.newBuilder()
                        .setTenant(who.get().tenant())
                        .setRunId(runId)
                        .build())
                .getRun());
    }

    List<Run> list(Listing listing) {
        return call(stub -> stub.listRuns(ListRunsRequest.newBuilder()
                        .setTenant(who.get().tenant())
                        .setState(listing.state())
                        .setDataset(listing.dataset())
                        .setAfter(listing.after())
                        .setLimit(listing.limit())
                        .build())
                .getRunsList());
    }

    Run steer(String runId, Steer steer) {
        return call(stub -> stub.steerRun(SteerRunRequest.newBuilder()
                        .setTenant(who.get().tenant())
                        .setRunId(runId)
                        .setSteer(steer)
                        .setAskedBy(who.get().name())
                        .build())
                .getRun());
    }

    /** @param usd null: none */
    Run budget(String runId, @Nullable Double usd) {
        SetBudgetRequest.Builder request = SetBudgetRequest.newBuilder()
                .setTenant(who.get().tenant())
                .setRunId(runId)
                .setAskedBy(who.get().name());
        if (usd != null) {
            request.setUsd(usd);
        }
        return call(stub -> stub.setBudget(request.build()).getRun());
    }

    /** The run each time it changes, until it has ended. */
    Multi<Run> watch(String runId, long afterVersion) {
        return watching.watchRun(WatchRunRequest.newBuilder()
                        .setTenant(who.get().tenant())
                        .setRunId(runId)
                        .setAfterVersion(afterVersion)
                        .build())
                .map(WatchRunResponse::getRun);
    }

    private <T> T call(Function<RunServiceGrpc.RunServiceBlockingStub, T> call) {
        return call(patience.call(), call);
    }

    private <T> T call(Duration timeout, Function<RunServiceGrpc.RunServiceBlockingStub, T> call) {
        try {
            return call.apply(within(timeout));
        } catch (StatusRuntimeException e) {
            throw GrpcErrors.received(e);
        }
    }

    private RunServiceGrpc.RunServiceBlockingStub within(Duration timeout) {
        return service.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
