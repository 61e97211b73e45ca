package murmuration.runtime;

import java.util.UUID;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;

/**
 * What every service may know of a run: what it is to do, and on what.
 *
 * @param withoutAccount conversations of the data set that name no account
 */
public record Assignment(
        RunKey run,
        UUID datasetId,
        RunSpec spec,
        String specDigest,
        String datasetDigest,
        int shards,
        long conversations,
        long withoutAccount) {

    /** Reads it from the one view that is open to all services. */
    public static Assignment of(Database database, RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT dataset_id, spec::text AS spec, spec_digest, dataset_digest, shards, conversations,
                               without_account
                        FROM runs.assignment WHERE run_id = :run""")
                        .bind("run", UUID.fromString(run.runId()))
                        .map((row, context) -> new Assignment(
                                run,
                                row.getObject("dataset_id", UUID.class),
                                Json.read(row.getString("spec"), RunSpec.class),
                                row.getString("spec_digest"),
                                row.getString("dataset_digest"),
                                row.getInt("shards"),
                                row.getLong("conversations"),
                                row.getLong("without_account")))
                        .findOne()
                        .orElseThrow(() -> new MurmurationException(ErrorCode.NOT_FOUND, "no run " + run.runId())));
    }

    /** The run's id as its tables hold it. */
    public UUID runId() {
        return UUID.fromString(run.runId());
    }
}
