package murmuration.workflows.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The checkpoints of a tenant up to the first that is not in order.
 *
 * @param good by the sequence that they sign
 * @param ids by number
 * @param fault the first that is missing or not what our key has signed
 */
record CheckpointChain(TreeMap<Long, Checkpoint> good, Map<Long, String> ids, Optional<AuditFault> fault) {

    static CheckpointChain of(String tenant, List<CheckpointFolder.Found> found, CheckpointKeys keys) {
        TreeMap<Long, Checkpoint> good = new TreeMap<>();
        Map<Long, String> ids = new HashMap<>();
        String previous = "";
        String key = "";
        long number = 0;
        long signed = 0;
        for (CheckpointFolder.Found file : found) {
            number++;
            if (file.number() != number) {
                return new CheckpointChain(
                        good, ids, Optional.of(AuditFault.told(AuditFault.Kind.CHECKPOINT_MISSING, signed, number)));
            }
            Optional<Checkpoint> checkpoint = file.checkpoint().filter(keys::signed);
            if (checkpoint.isEmpty()
                    || keys.before(checkpoint.get().key(), key)
                    || !follows(checkpoint.get(), tenant, number, previous, signed)) {
                return new CheckpointChain(
                        good, ids, Optional.of(AuditFault.told(AuditFault.Kind.CHECKPOINT_FORGED, signed, number)));
            }
            previous = checkpoint.get().id();
            key = checkpoint.get().key();
            signed = checkpoint.get().sequence();
            good.put(signed, checkpoint.get());
            ids.put(number, previous);
        }
        return new CheckpointChain(good, ids, Optional.empty());
    }

    private static boolean follows(Checkpoint checkpoint, String tenant, long number, String previous, long signed) {
        return checkpoint.tenant().equals(tenant)
                && checkpoint.number() == number
                && checkpoint.previous().equals(previous)
                && checkpoint.sequence() > signed;
    }
}
