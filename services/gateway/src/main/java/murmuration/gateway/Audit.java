package murmuration.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.jspecify.annotations.Nullable;

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

    /** A record that somebody noted elsewhere; of sequence 0 where none was. */
    record Known(long sequence, String hash) {
        private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

        /** As it is asked for: its sequence, a colon, its hash; none where nothing is. */
        static Known of(@Nullable String asked) {
            if (asked == null) {
                return new Known(0, "");
            }
            Matcher form = FORM.matcher(asked);
            if (!form.matches()) {
                throw Limits.refused("atLeast is a record's sequence, a colon, and its hash of 64 hexadecimal digits");
            }
            return new Known(Long.parseLong(form.group(1)), form.group(2));
        }
    }

    /** @param known where the chain does not have it, it was cut back */
    VerifyAuditResponse verify(Known known) {
        VerifyAuditRequest request = VerifyAuditRequest.newBuilder()
                .setTenant(chain.apply(who.get().tenant()))
                .setAskedBy(who.get().name())
                .setKnownSequence(known.sequence())
                .setKnownHash(known.hash())
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
