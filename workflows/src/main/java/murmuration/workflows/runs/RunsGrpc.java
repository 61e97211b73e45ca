package murmuration.workflows.runs;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runs.v1.CreateDatasetRequest;
import murmuration.runs.v1.CreateDatasetResponse;
import murmuration.runs.v1.DeleteDatasetRequest;
import murmuration.runs.v1.DeleteDatasetResponse;
import murmuration.runs.v1.EraseAccountRequest;
import murmuration.runs.v1.EraseAccountResponse;
import murmuration.runs.v1.EstimateRunRequest;
import murmuration.runs.v1.EstimateRunResponse;
import murmuration.runs.v1.GetDatasetRequest;
import murmuration.runs.v1.GetDatasetResponse;
import murmuration.runs.v1.GetRunRequest;
import murmuration.runs.v1.GetRunResponse;
import murmuration.runs.v1.ListAuditRequest;
import murmuration.runs.v1.ListAuditResponse;
import murmuration.runs.v1.ListCheckpointsRequest;
import murmuration.runs.v1.ListCheckpointsResponse;
import murmuration.runs.v1.ListDatasetsRequest;
import murmuration.runs.v1.ListDatasetsResponse;
import murmuration.runs.v1.ListRunsRequest;
import murmuration.runs.v1.ListRunsResponse;
import murmuration.runs.v1.RunServiceGrpc;
import murmuration.runs.v1.SetBudgetRequest;
import murmuration.runs.v1.SetBudgetResponse;
import murmuration.runs.v1.StartRunRequest;
import murmuration.runs.v1.StartRunResponse;
import murmuration.runs.v1.Steer;
import murmuration.runs.v1.SteerRunRequest;
import murmuration.runs.v1.SteerRunResponse;
import murmuration.runs.v1.VerifyAuditRequest;
import murmuration.runs.v1.VerifyAuditResponse;
import murmuration.runs.v1.WatchRunRequest;
import murmuration.runs.v1.WatchRunResponse;
import murmuration.runtime.Ids;
import murmuration.runtime.Rpc;
import murmuration.workflows.audit.AuditMessages;
import murmuration.workflows.audit.AuditTrail;
import murmuration.workflows.audit.KnownRecord;

/** Serves data sets and runs. */
@GrpcService
@Singleton
public final class RunsGrpc extends RunServiceGrpc.RunServiceImplBase {
    private final Runs runs;
    private final Datasets datasets;
    private final AccountErasures accounts;
    private final RunEstimates estimates;
    private final AuditTrail audit;

    /** Serves these. */
    public RunsGrpc(Runs runs, Datasets datasets, AccountErasures accounts, RunEstimates estimates, AuditTrail audit) {
        this.runs = runs;
        this.datasets = datasets;
        this.accounts = accounts;
        this.estimates = estimates;
        this.audit = audit;
    }

    @Blocking
    @Override
    public void createDataset(CreateDatasetRequest request, StreamObserver<CreateDatasetResponse> observer) {
        Rpc.answer(observer, () -> {
            Dataset.Source source =
                    new Dataset.Source(request.getUri(), request.getFormat(), request.getMetadataKeysList());
            Dataset dataset = datasets.create(new Datasets.Wish(
                    request.getTenant(), request.getName(), source, request.getIdempotencyKey(), request.getAskedBy()));
            return CreateDatasetResponse.newBuilder()
                    .setDataset(RunMessages.message(dataset))
                    .build();
        });
    }

    @Blocking
    @Override
    public void getDataset(GetDatasetRequest request, StreamObserver<GetDatasetResponse> observer) {
        Rpc.answer(
                observer,
                () -> GetDatasetResponse.newBuilder()
                        .setDataset(RunMessages.message(datasets.find(request.getTenant(), request.getIdOrName())))
                        .build());
    }

    @Blocking
    @Override
    public void listDatasets(ListDatasetsRequest request, StreamObserver<ListDatasetsResponse> observer) {
        Rpc.answer(
                observer,
                () -> ListDatasetsResponse.newBuilder()
                        .addAllDatasets(
                                datasets.list(request.getTenant(), request.getAfter(), request.getLimit()).stream()
                                        .map(RunMessages::message)
                                        .toList())
                        .build());
    }

    @Blocking
    @Override
    public void deleteDataset(DeleteDatasetRequest request, StreamObserver<DeleteDatasetResponse> observer) {
        Rpc.later(
                observer,
                () -> datasets.outOfUse(
                        new DatasetKey(request.getTenant(), request.getDatasetId()), request.getAskedBy()),
                datasets::inTurn,
                half -> {
                    Optional<Map<String, Long>> removed = datasets.delete(half);
                    return DeleteDatasetResponse.newBuilder()
                            .putAllRemoved(removed.orElse(Map.of()))
                            .setGoesOn(removed.isEmpty())
                            .build();
                });
    }

    @Blocking
    @Override
    public void eraseAccount(EraseAccountRequest request, StreamObserver<EraseAccountResponse> observer) {
        Rpc.answer(
                observer,
                () -> EraseAccountResponse.newBuilder()
                        .putAllRemoved(accounts.erase(
                                new DatasetKey(request.getTenant(), request.getDatasetId()),
                                request.getAccountId(),
                                request.getAskedBy()))
                        .build());
    }

    @Blocking
    @Override
    public void startRun(StartRunRequest request, StreamObserver<StartRunResponse> observer) {
        Rpc.answer(observer, () -> {
            Run run = runs.start(new Runs.Wish(
                    request.getTenant(), request.getSpecJson(), request.getIdempotencyKey(), request.getStartedBy()));
            return StartRunResponse.newBuilder()
                    .setRun(RunMessages.message(run))
                    .build();
        });
    }

    @Blocking
    @Override
    public void estimateRun(EstimateRunRequest request, StreamObserver<EstimateRunResponse> observer) {
        Rpc.answer(observer, () -> RunMessages.message(estimates.of(request.getTenant(), request.getSpecJson())));
    }

    @Blocking
    @Override
    public void getRun(GetRunRequest request, StreamObserver<GetRunResponse> observer) {
        Rpc.answer(
                observer,
                () -> GetRunResponse.newBuilder()
                        .setRun(RunMessages.message(runs.run(new RunKey(request.getTenant(), request.getRunId()))))
                        .build());
    }

    @Blocking
    @Override
    public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
        Rpc.answer(observer, () -> {
            var listing =
                    new Runs.Listing(request.getState(), request.getDataset(), request.getAfter(), request.getLimit());
            return ListRunsResponse.newBuilder()
                    .addAllRuns(runs.list(request.getTenant(), listing).stream()
                            .map(RunMessages::message)
                            .toList())
                    .build();
        });
    }

    @Blocking
    @Override
    public void steerRun(SteerRunRequest request, StreamObserver<SteerRunResponse> observer) {
        Rpc.answer(observer, () -> {
            Run run = runs.steer(
                    new RunKey(request.getTenant(), request.getRunId()),
                    steering(request.getSteer()),
                    request.getAskedBy());
            return SteerRunResponse.newBuilder()
                    .setRun(RunMessages.message(run))
                    .build();
        });
    }

    @Blocking
    @Override
    public void setBudget(SetBudgetRequest request, StreamObserver<SetBudgetResponse> observer) {
        Rpc.answer(observer, () -> {
            Run run = runs.budget(
                    new RunKey(request.getTenant(), request.getRunId()),
                    request.hasUsd() ? Double.valueOf(request.getUsd()) : null,
                    request.getAskedBy());
            return SetBudgetResponse.newBuilder()
                    .setRun(RunMessages.message(run))
                    .build();
        });
    }

    @Blocking
    @Override
    public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> observer) {
        var call = (ServerCallStreamObserver<WatchRunResponse>) observer;
        Rpc.each(
                observer,
                send -> runs.watch(
                        new RunKey(request.getTenant(), request.getRunId()),
                        request.getAfterVersion(),
                        run -> send.accept(WatchRunResponse.newBuilder()
                                .setRun(RunMessages.message(run))
                                .build()),
                        call::isCancelled));
    }

    @Blocking
    @Override
    public void listAudit(ListAuditRequest request, StreamObserver<ListAuditResponse> observer) {
        Rpc.answer(observer, () -> {
            Optional<UUID> run =
                    request.getRunId().isEmpty() ? Optional.empty() : Optional.of(Ids.parse(request.getRunId()));
            return ListAuditResponse.newBuilder()
                    .addAllRecords(
                            audit
                                    .records(
                                            request.getTenant(),
                                            run,
                                            request.getAfter(),
                                            Limits.page(request.getLimit()))
                                    .stream()
                                    .map(AuditMessages::message)
                                    .toList())
                    .build();
        });
    }

    @Blocking
    @Override
    public void verifyAudit(VerifyAuditRequest request, StreamObserver<VerifyAuditResponse> observer) {
        KnownRecord known = new KnownRecord(request.getKnownSequence(), request.getKnownHash());
        Rpc.answer(
                observer, () -> AuditMessages.message(audit.verify(request.getTenant(), request.getAskedBy(), known)));
    }

    @Blocking
    @Override
    public void listCheckpoints(ListCheckpointsRequest request, StreamObserver<ListCheckpointsResponse> observer) {
        Rpc.answer(
                observer,
                () -> ListCheckpointsResponse.newBuilder()
                        .addAllCheckpoints(
                                audit
                                        .checkpoints(
                                                request.getTenant(),
                                                request.getAfter(),
                                                Limits.page(request.getLimit()))
                                        .stream()
                                        .map(AuditMessages::message)
                                        .toList())
                        .setPublicKey(audit.publicKey())
                        .build());
    }

    private static Steering steering(Steer steer) {
        return switch (steer) {
            case STEER_PAUSE -> Steering.PAUSE;
            case STEER_RESUME -> Steering.RESUME;
            case STEER_CANCEL -> Steering.CANCEL;
            case STEER_APPROVE -> Steering.APPROVE;
            case STEER_UNSPECIFIED, UNRECOGNIZED ->
                throw new MurmurationException(ErrorCode.INVALID_REQUEST, "what to ask of the run is not said");
        };
    }
}
