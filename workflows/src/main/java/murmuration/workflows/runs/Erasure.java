package murmuration.workflows.runs;

import java.util.List;
import java.util.Map;
import murmuration.core.RunKey;

/** Deletes what services hold; what is gone already is no failure. */
public interface Erasure {
    /** Withdraws what a run has published, then deletes its clusters, names, reviews and vectors; store → items removed. */
    Map<String, Long> run(RunKey run);

    /**
     * Withdraws what a run has published, then deletes its clusters, names and reviews, but not what they are made from: its
     * facet values, its vectors and what models answered.
     */
    void computed(RunKey run);

    /** Deletes a data set's conversations and all facet values of its runs; store → items removed. */
    Map<String, Long> dataset(DatasetKey dataset);

    /**
     * Takes an account's conversations out of a data set.
     *
     * @param accountId as the data set's source names it; nothing here keeps it
     */
    Taken account(DatasetKey dataset, String accountId);

    /**
     * What was taken out.
     *
     * @param digest of the data set as it is now
     * @param conversations that went now
     * @param erased that went so far
     * @param shards that were written anew
     * @param runs that hold something of the account
     */
    record Taken(String digest, long conversations, long erased, int shards, List<String> runs) {
        public Taken {
            runs = List.copyOf(runs);
        }
    }

    /** Deletes the account's facet values in all runs over the data set, and what models answered about it; store → items. */
    Map<String, Long> purge(DatasetKey dataset, String accountId);

    /** Deletes all that a run has computed, its facet values too, but not what models answered about one conversation. */
    Map<String, Long> unfinished(RunKey run);

    /** Deletes one kind of what is held of a run that has ended; store → items removed. */
    Map<String, Long> expired(RunKey run, Held held);

    /** Deletes a data set's conversations and all facet values of its runs, but not what these have spent; store → items. */
    Map<String, Long> conversations(DatasetKey dataset);

    /** Deletes what a published run may hold of what was purged; what is published stays, and says so. Store → items. */
    Map<String, Long> published(RunKey run);
}
