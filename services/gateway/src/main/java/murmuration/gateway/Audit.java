package murmuration.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import murmuration.gateway.access.Principal;
import murmuration.runs.v1.AuditRecord;
import murmuration.runs.v1.ListAuditRequest;
import murmuration.runs.v1.ListCheckpointsRequest;
import murmuration.runs.v1.ListCheckpointsResponse;
import murmuration.runs.v1.RunServiceGrpc.RunServiceBlockingStub;
import murmuration.runs.v1.VerifyAuditRequest;
import murmuration.runs.v1.VerifyAuditResponse;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.GrpcErrors;

/**
 * The audit, as RunService answers it.
 *
 * @param chain the name of a tenant's chain
 * @param patience how long a verification may take: it reads all of it
 */
record Audit(RunServiceBlockingStub service, Supplier<Principal> who, UnaryOperator<String> chain, Duration patience) {

    /** The same of safety runs, which have a chain of their own. */
    Audit ofSafety() {
        return new Audit(service, who, AuditOutbox::safetyChain, patience);
    }

    /** Records after a sequence, oldest first. @param run an id, or empty for all */
    List<AuditRecord> records(String run, long after, int limit) {
        ListAuditRequest request = ListAuditRequest.newBuilder()
                .setTenant(chain.apply(who.get().tenant()))
                .setRunId(run)
                .setAfter(after)
                .setLimit(limit)
                .build();
        return GrpcErrors.received(() -> within().listAudit(request)).getRecordsList();
    }

    VerifyAuditResponse verify() {
        VerifyAuditRequest request = VerifyAuditRequest.newBuilder()
                .setTenant(chain.apply(who.get().tenant()))
                .setAskedBy(who.get().name())
                .build();
        return GrpcErrors.received(() -> within().verifyAudit(request));
    }

    /** Checkpoints after a number, oldest first. */
    ListCheckpointsResponse checkpoints(long after, int limit) {
        ListCheckpointsRequest request = ListCheckpointsRequest.newBuilder()
                .setTenant(chain.apply(who.get().tenant()))
                .setAfter(after)
                .setLimit(limit)
                .build();
        return GrpcErrors.received(() -> within().listCheckpoints(request));
    }

    private RunServiceBlockingStub within() {
        return service.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
