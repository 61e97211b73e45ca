package murmuration.gateway;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runs.v1.*;
import murmuration.runtime.Rpc;

/**
 * A RunService that keeps what it is told in memory, and whose one running run publishes while it is watched. What there is
 * belongs to the tenant "default"; another has nothing.
 */
@GrpcService
@Singleton
public class ScriptedRuns extends RunServiceGrpc.RunServiceImplBase {
    static final String RUNNING = "0199aaaa-0000-7000-8000-000000000002";

    /** A data set whose deletion takes long. */
    static final String DELETING = "0199aaaa-0000-7000-8000-00000000d002";

    static final Map<String, CreateDatasetRequest> CREATED = new ConcurrentHashMap<>();
    static final Map<String, String> STARTED = new ConcurrentHashMap<>();

    private static final Dataset SAMPLE = Dataset.newBuilder()
            .setId(PublishedSchema.DATASET)
            .setName("sample")
            .setState("READY")
            .setConversations(2003)
            .setAccounts(47)
            .setWithoutAccount(3)
            .putFormats("shared", 2003)
            .setProgress(2006)
            .putQuarantined("no turns", 3)
            .build();

    @Override
    @Blocking
    public void createDataset(CreateDatasetRequest request, StreamObserver<CreateDatasetResponse> out) {
        requireStorable(request);
        CREATED.put(request.getName(), request);
        Rpc.answer(
                out,
                () -> CreateDatasetResponse.newBuilder()
                        .setDataset(SAMPLE.toBuilder()
                                .setId(isOwner(request.getTenant()) ? SAMPLE.getId() : RUNNING.replace('a', 'e'))
                                .setName(request.getName())
                                .setState("IMPORTING"))
                        .build());
    }

    @Override
    @Blocking
    public void getDataset(GetDatasetRequest request, StreamObserver<GetDatasetResponse> out) {
        requireStorable(request);
        Rpc.answer(out, () -> {
            if (!isOwner(request.getTenant())
                    || !List.of("sample", SAMPLE.getId(), DELETING).contains(request.getIdOrName())) {
                throw new MurmurationException(ErrorCode.NOT_FOUND, "there is no data set with that id or name");
            }
            return GetDatasetResponse.newBuilder()
                    .setDataset(
                            request.getIdOrName().equals(DELETING)
                                    ? SAMPLE.toBuilder()
                                            .setId(DELETING)
                                            .setState("DELETING")
                                            .build()
                                    : SAMPLE)
                    .build();
        });
    }

    @Override
    @Blocking
    public void listDatasets(ListDatasetsRequest request, StreamObserver<ListDatasetsResponse> out) {
        requireStorable(request);
        Rpc.answer(
                out,
                () -> isOwner(request.getTenant())
                        ? ListDatasetsResponse.newBuilder()
                                .addDatasets(SAMPLE)
                                .addDatasets(
                                        SAMPLE.toBuilder().setId(SAMPLE.getId().replace('d', 'c')))
                                .build()
                        : ListDatasetsResponse.getDefaultInstance());
    }

    @Override
    @Blocking
    public void deleteDataset(DeleteDatasetRequest request, StreamObserver<DeleteDatasetResponse> out) {
        requireStorable(request);
        Rpc.answer(out, () -> {
            requireOwner(request.getTenant());
            return request.getDatasetId().equals(DELETING)
                    ? DeleteDatasetResponse.newBuilder().setGoesOn(true).build()
                    : DeleteDatasetResponse.newBuilder()
                            .putAllRemoved(new LinkedHashMap<>(Map.of("shards", 1L)))
                            .build();
        });
    }

    @Override
    @Blocking
    public void eraseAccount(EraseAccountRequest request, StreamObserver<EraseAccountResponse> out) {
        // the account's id is stored nowhere
        requireStorable(request.toBuilder().clearAccountId().build());
        Rpc.answer(out, () -> {
            requireOwner(request.getTenant());
            return EraseAccountResponse.newBuilder()
                    .putAllRemoved(new LinkedHashMap<>(Map.of("conversations", 1L)))
                    .build();
        });
    }

    @Override
    @Blocking
    public void startRun(StartRunRequest request, StreamObserver<StartRunResponse> out) {
        requireStorable(request);
        Rpc.answer(out, () -> {
            String known = STARTED.putIfAbsent(request.getIdempotencyKey(), request.getSpecJson());
            if (known != null && !known.equals(request.getSpecJson())) {
                throw new MurmurationException(ErrorCode.CONFLICT, "the idempotency key belongs to another spec");
            }
            return StartRunResponse.newBuilder()
                    .setRun(run("QUEUED", 1).toBuilder().setSpecJson(request.getSpecJson()))
                    .build();
        });
    }

    @Override
    @Blocking
    public void estimateRun(EstimateRunRequest request, StreamObserver<EstimateRunResponse> out) {
        requireStorable(request);
        Rpc.answer(out, () -> {
            EstimateRunResponse.Builder response = EstimateRunResponse.newBuilder()
                    .setDatasetId(SAMPLE.getId())
                    .setDatasetName("sample")
                    .setConversations(2000);
            if (request.getSpecJson().contains("offline")) {
                return response.build();
            }
            Estimate.Builder estimate = Estimate.newBuilder()
                    .setCalls(2150)
                    .setInputTokens(1_500_000)
                    .setOutputTokens(120_000)
                    .setSample(200);
            if (!request.getSpecJson().contains("of-my-own")) {
                estimate.setMicros(1_250_000);
            }
            return response.setEstimate(estimate)
                    .setBatches(request.getSpecJson().contains("\"batch\":true"))
                    .setPricesDate("2025-11-25")
                    .setTime(EstimatedTime.newBuilder()
                            .setSeconds(215)
                            .setCallSeconds(2)
                            .setAtOnce(20))
                    .build();
        });
    }

    @Override
    @Blocking
    public void getRun(GetRunRequest request, StreamObserver<GetRunResponse> out) {
        requireStorable(request);
        Rpc.answer(out, () -> {
            if (!isOwner(request.getTenant())
                    || !List.of(RUNNING, PublishedSchema.RUN).contains(request.getRunId())) {
                throw new MurmurationException(ErrorCode.NOT_FOUND, "there is no run with that id");
            }
            return GetRunResponse.newBuilder().setRun(run("RUNNING", 5)).build();
        });
    }

    @Override
    @Blocking
    public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> out) {
        requireStorable(request);
        Rpc.answer(
                out,
                () -> isOwner(request.getTenant())
                        ? ListRunsResponse.newBuilder()
                                .addRuns(run("RUNNING", 5))
                                .build()
                        : ListRunsResponse.getDefaultInstance());
    }

    @Override
    @Blocking
    public void steerRun(SteerRunRequest request, StreamObserver<SteerRunResponse> out) {
        requireStorable(request);
        Rpc.answer(out, () -> {
            requireOwner(request.getTenant());
            if (request.getSteer() == Steer.STEER_APPROVE) {
                throw new MurmurationException(ErrorCode.CONFLICT, "the run is RUNNING and waits for no approval");
            }
            return SteerRunResponse.newBuilder().setRun(run("PAUSED", 6)).build();
        });
    }

    @Override
    @Blocking
    public void setBudget(SetBudgetRequest request, StreamObserver<SetBudgetResponse> out) {
        Rpc.answer(out, () -> {
            requireOwner(request.getTenant());
            return SetBudgetResponse.newBuilder()
                    .setRun(run("RUNNING", 7).toBuilder()
                            .setCost(Cost.newBuilder()
                                    .addUsage(Usage.newBuilder()
                                            .setStage("EXTRACT")
                                            .setPurpose("FACETS")
                                            .setOutcome("ANSWERED")
                                            .setCalls(20)
                                            .setMicros((long) (request.getUsd() * 500_000)))
                                    .addUsage(Usage.newBuilder()
                                            .setStage("EMBED")
                                            .setPurpose("EMBED")
                                            .setOutcome("ANSWERED")
                                            .setCalls(1)
                                            .setMicros(0))
                                    .addStored(StoredAnswers.newBuilder()
                                            .setStage("EXTRACT")
                                            .setPurpose("FACETS")
                                            .setModel("m")
                                            .setAnswers(980))
                                    .addStored(StoredAnswers.newBuilder()
                                            .setStage("NAME")
                                            .setPurpose("NAME")
                                            .setModel("m")
                                            .setAnswers(40))))
                    .build();
        });
    }

    @Override
    @Blocking
    public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> out) {
        requireStorable(request);
        Rpc.each(out, emit -> {
            requireOwner(request.getTenant());
            for (long version = request.getAfterVersion() + 1; version <= 8; version++) {
                emit.accept(WatchRunResponse.newBuilder()
                        .setRun(run(version == 8 ? "PUBLISHED" : "RUNNING", version))
                        .build());
            }
        });
    }

    @Override
    @Blocking
    public void listAudit(ListAuditRequest request, StreamObserver<ListAuditResponse> out) {
        requireStorable(request);
        Rpc.answer(out, () -> {
            ListAuditResponse.Builder response = ListAuditResponse.newBuilder();
            for (long sequence = request.getAfter() + 1;
                    sequence <= Math.min(3, request.getAfter() + request.getLimit());
                    sequence++) {
                response.addRecords(AuditRecord.newBuilder()
                        .setSequence(sequence)
                        .setAt(Timestamp.newBuilder().setSeconds(1_764_000_000).setNanos(123_000))
                        .setProcess("workflows")
                        .setWho(sequence == 1 ? "local" : "")
                        .setWhat("RUN_STARTED")
                        .setRunId(request.getRunId())
                        .putDigests("spec", "abc")
                        .setHash("def"));
            }
            return response.build();
        });
    }

    @Override
    @Blocking
    public void verifyAudit(VerifyAuditRequest request, StreamObserver<VerifyAuditResponse> out) {
        requireStorable(request);
        Rpc.answer(
                out,
                () -> VerifyAuditResponse.newBuilder()
                        .setRecords(2)
                        .setHeadHash(request.getAskedBy())
                        .setCheckpoints(1)
                        .setSignedSequence(3)
                        .setFault(fault(request))
                        .build());
    }

    private static AuditFault fault(VerifyAuditRequest request) {
        AuditFault.Builder fault = AuditFault.newBuilder();
        return request.getKnownHash().isEmpty()
                ? fault.setKind("TRUNCATED").setSequence(3).setCheckpoint(1).build()
                : fault.setKind("CUT_BACK")
                        .setSequence(request.getKnownSequence())
                        .build();
    }

    @Override
    @Blocking
    public void listCheckpoints(ListCheckpointsRequest request, StreamObserver<ListCheckpointsResponse> out) {
        requireStorable(request);
        Rpc.answer(
                out,
                () -> ListCheckpointsResponse.newBuilder()
                        .setPublicKey("key")
                        .addCheckpoints(Checkpoint.newBuilder().setNumber(1).setSequence(3))
                        .build());
    }

    /** As PostgreSQL does. */
    static void requireStorable(Message request) {
        for (byte each : request.toByteArray()) {
            if (each == 0) {
                throw new IllegalStateException("a text has a NUL");
            }
        }
    }

    private static boolean isOwner(String tenant) {
        return tenant.equals("default");
    }

    private static void requireOwner(String tenant) {
        if (!isOwner(tenant)) {
            throw new MurmurationException(ErrorCode.NOT_FOUND, "there is no such thing");
        }
    }

    private static Run run(String state, long version) {
        return Run.newBuilder()
                .setId(RUNNING)
                .setName("week 48")
                .setDatasetId(SAMPLE.getId())
                .setDatasetName("sample")
                .setState(state)
                .setVersion(version)
                .addStages(StageProgress.newBuilder()
                        .setStage("PLAN")
                        .setState("DONE")
                        .setDone(2003)
                        .setTotal(2003))
                .addStages(StageProgress.newBuilder()
                        .setStage("EXTRACT")
                        .setState(state.equals("PUBLISHED") ? "DONE" : "RUNNING")
                        .setDone(500)
                        .setTotal(1933)
                        .putOutcomes("OK", 483)
                        .putOutcomes("TOO_LONG", 1))
                .build();
    }
}
