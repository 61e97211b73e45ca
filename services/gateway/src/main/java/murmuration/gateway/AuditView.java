package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.runs.v1.AuditFault;
import murmuration.runs.v1.AuditRecord;
import murmuration.runs.v1.Checkpoint;
import murmuration.runs.v1.VerifyAuditResponse;
import org.jspecify.annotations.Nullable;

/** The audit as the API shows it. */
final class AuditView {
    private AuditView() {}

    /**
     * What was done.
     *
     * @param process whose role wrote it
     * @param who asked for it; absent where the process did it by itself
     * @param hash of the record before it and of everything else in this one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RecordView(
            long sequence,
            @Nullable String at,
            String process,
            @Nullable String who,
            String what,
            @Nullable String dataset,
            @Nullable String run,
            Map<String, String> digests,
            Map<String, Long> counts,
            String hash) {
        static RecordView of(AuditRecord sent) {
            return new RecordView(
                    sent.getSequence(),
                    RunView.time(sent.hasAt(), sent.getAt()),
                    sent.getProcess(),
                    RunView.orNull(sent.getWho()),
                    sent.getWhat(),
                    RunView.orNull(sent.getDatasetId()),
                    RunView.orNull(sent.getRunId()),
                    new TreeMap<>(sent.getDigestsMap()),
                    new TreeMap<>(sent.getCountsMap()),
                    sent.getHash());
        }
    }

    /**
     * Whether the audit holds.
     *
     * @param records that are in their place: all, or those before the first fault
     * @param head hash of the last of them
     * @param checkpoints that there are, good or not
     * @param signed the last record that a good checkpoint signs
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReportView(
            boolean whole,
            long records,
            String head,
            long checkpoints,
            long signed,
            @Nullable FaultView fault) {
        static ReportView of(VerifyAuditResponse sent) {
            return new ReportView(
                    !sent.hasFault(),
                    sent.getRecords(),
                    sent.getHeadHash(),
                    sent.getCheckpoints(),
                    sent.getSignedSequence(),
                    sent.hasFault() ? FaultView.of(sent.getFault()) : null);
        }
    }

    /**
     * The first fault.
     *
     * @param kind CHANGED, MISSING, SWAPPED, ADDED, REWRITTEN, TRUNCATED, CUT_BACK, CHECKPOINT_FORGED or
     *     CHECKPOINT_MISSING
     * @param sequence the record that it is found at
     * @param other the record that this one was swapped with
     * @param checkpoint the one that tells
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FaultView(
            String kind,
            long sequence,
            @Nullable Long other,
            @Nullable Long checkpoint) {
        static FaultView of(AuditFault sent) {
            return new FaultView(
                    sent.getKind(), sent.getSequence(), orNull(sent.getOther()), orNull(sent.getCheckpoint()));
        }

        private static @Nullable Long orNull(long number) {
            return number == 0 ? null : Long.valueOf(number);
        }
    }

    /** A signed checkpoint; {@code docs/audit.md} says what is signed. */
    public record CheckpointView(
            long number, long sequence, String hash, String at, String previous, String key, String signature) {
        static CheckpointView of(Checkpoint sent) {
            return new CheckpointView(
                    sent.getNumber(),
                    sent.getSequence(),
                    sent.getHash(),
                    sent.getAt(),
                    sent.getPrevious(),
                    sent.getKey(),
                    sent.getSignature());
        }
    }

    /** @param publicKey of the key that signs now: X.509, base64 */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CheckpointsView(
            String publicKey,
            List<CheckpointView> items,
            @Nullable String next) {
        public CheckpointsView {
            items = List.copyOf(items);
        }
    }
}
