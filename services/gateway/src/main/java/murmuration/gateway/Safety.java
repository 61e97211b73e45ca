package murmuration.gateway;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import murmuration.common.v1.RunRef;
import murmuration.gateway.access.Principal;
import murmuration.privacy.v1.PrivacyServiceGrpc.PrivacyServiceBlockingStub;
import murmuration.privacy.v1.ReadSafetyRunRequest;
import murmuration.privacy.v1.ReadSafetyRunResponse;
import murmuration.runs.v1.ApproveSafetyRunRequest;
import murmuration.runs.v1.AskSafetyRunRequest;
import murmuration.runs.v1.EndSafetyRunRequest;
import murmuration.runs.v1.GetSafetyRunRequest;
import murmuration.runs.v1.ListSafetyRunsRequest;
import murmuration.runs.v1.SafetyRun;
import murmuration.runs.v1.SafetyServiceGrpc.SafetyServiceBlockingStub;
import murmuration.runtime.GrpcErrors;

/** Safety runs of whoever asks. What one found is read from privacy, which records each reading; nothing of it stays here. */
record Safety(
        SafetyServiceBlockingStub service,
        PrivacyServiceBlockingStub results,
        Supplier<Principal> who,
        Duration patience) {

    SafetyRun ask(String specJson, String reason, Instant expires) {
        AskSafetyRunRequest request = AskSafetyRunRequest.newBuilder()
                .setTenant(who.get().tenant())
                .setSpecJson(specJson)
                .setReason(reason)
                .setExpiresAt(Timestamp.newBuilder()
                        .setSeconds(expires.getEpochSecond())
                        .setNanos(expires.getNano()))
                .setAskedBy(who.get().name())
                .build();
        return GrpcErrors.received(() -> within().askSafetyRun(request)).getRun();
    }

    SafetyRun approve(String run) {
        ApproveSafetyRunRequest request = ApproveSafetyRunRequest.newBuilder()
                .setTenant(who.get().tenant())
                .setRunId(run)
                .setApprovedBy(who.get().name())
                .build();
        return GrpcErrors.received(() -> within().approveSafetyRun(request)).getRun();
    }

    SafetyRun run(String run) {
        GetSafetyRunRequest request = GetSafetyRunRequest.newBuilder()
                .setTenant(who.get().tenant())
                .setRunId(run)
                .build();
        return GrpcErrors.received(() -> within().getSafetyRun(request)).getRun();
    }

    List<SafetyRun> list(String after, int limit) {
        ListSafetyRunsRequest request = ListSafetyRunsRequest.newBuilder()
                .setTenant(who.get().tenant())
                .setAfter(after)
                .setLimit(limit)
                .build();
        return GrpcErrors.received(() -> within().listSafetyRuns(request)).getRunsList();
    }

    SafetyRun end(String run) {
        EndSafetyRunRequest request = EndSafetyRunRequest.newBuilder()
                .setTenant(who.get().tenant())
                .setRunId(run)
                .setAskedBy(who.get().name())
                .build();
        return GrpcErrors.received(() -> within().endSafetyRun(request)).getRun();
    }

    /** @param cluster empty: clusters of all levels; else that cluster and the conversations in it */
    ReadSafetyRunResponse read(String run, String cluster, long after, int limit) {
        ReadSafetyRunRequest request = ReadSafetyRunRequest.newBuilder()
                .setRun(RunRef.newBuilder().setTenant(who.get().tenant()).setRunId(run))
                .setAskedBy(who.get().name())
                .setClusterId(cluster)
                .setAfter(after)
                .setLimit(limit)
                .build();
        return GrpcErrors.received(() -> results.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
                .readSafetyRun(request));
    }

    private SafetyServiceBlockingStub within() {
        return service.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
