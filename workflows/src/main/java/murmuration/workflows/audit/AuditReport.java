package murmuration.workflows.audit;

import java.util.Optional;

/**
 * Whether a chain holds.
 *
 * @param records that are in their place: all, or those before the first fault
 * @param head hash of the last of them
 * @param checkpoints that there are, good or not
 * @param signed the last record that a good checkpoint signs
 */
public record AuditReport(long records, String head, int checkpoints, long signed, Optional<AuditFault> fault) {}
