package murmuration.runtime;

import java.util.UUID;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jdbi.v3.core.Handle;

/**
 * Keeps steps of runs and the erasure of conversations apart. A step's transactions share a data set's lock and look whether
 * its digest is still the one that the step began with; who changes the digest waits for them. So nothing that was made of
 * conversations is written once they are erased, whoever is late: a slow service, or one that everybody took for dead.
 */
public final class DatasetLock {
    /** Reading and writing of one transaction takes seconds; who is longer about it is asked again. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '60s'";

    private DatasetLock() {}

    /**
     * Refuses where the run's data set is another than its assignment says, or is deleted, and where the run is a safety run whose
     * time is over; else it stays so until the transaction ends.
     */
    static void requireUnchanged(Handle handle, Assignment run) {
        handle.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(?, 0))", name(run.datasetId()));
        // a statement of its own: it sees what was committed while the lock was waited for
        boolean same = handle.createQuery("SELECT dataset_digest FROM runs.assignment WHERE run_id = :run AND NOT over")
                .bind("run", run.runId())
                .mapTo(String.class)
                .findOne()
                .filter(run.datasetDigest()::equals)
                .isPresent();
        if (!same) {
            throw new MurmurationException(
                    ErrorCode.DATA_ERASED,
                    "what run " + run.run().runId() + " was made of, or what it held, was erased while it was at work");
        }
    }

    /** Waits for all transactions of steps over the data set, and keeps others waiting until this transaction ends. */
    public static void change(Handle handle, UUID dataset) {
        handle.execute(PATIENCE);
        handle.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", name(dataset));
    }

    private static String name(UUID dataset) {
        return "murmuration data set " + dataset;
    }
}
