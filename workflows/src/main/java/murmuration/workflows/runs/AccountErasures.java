package murmuration.workflows.runs;

import java.util.Map;
import java.util.TreeMap;

/**
 * Takes an account out of a data set, and out of everything that was made of it (docs/decisions/0028). First its conversations
 * go; then the data set gets its new digest, after which no step that knows them writes anything; then goes what runs hold.
 */
public final class AccountErasures {
    private final DatasetRows datasets;
    private final StartOverRows runs;
    private final Launcher launcher;
    private final Erasure erasure;

    /** Erasures in these rows, and in what services hold. */
    public AccountErasures(DatasetRows datasets, StartOverRows runs, Launcher launcher, Erasure erasure) {
        this.datasets = datasets;
        this.runs = runs;
        this.launcher = launcher;
        this.erasure = erasure;
    }

    /**
     * Erases; store → items removed, exactly. Where it breaks off, doing it again removes the rest; once it is done, there is
     * nothing to remove.
     *
     * @param accountId as the data set's source names it
     */
    Map<String, Long> erase(DatasetKey key, String accountId, String askedBy) {
        datasets.erasingAccount(key, askedBy);
        Erasure.Taken taken = erasure.account(key, accountId);
        long marked = runs.mark(key, taken);
        Map<String, Long> removed = new TreeMap<>(erasure.purge(key, accountId));
        removed.put("conversations", taken.conversations());
        removed.put("shards", (long) taken.shards());
        removed.put("runs", marked);
        for (StartOverRows.Lost lost : runs.lost(key)) {
            sweep(lost, removed);
        }
        datasets.accountErased(key, removed);
        return removed;
    }

    private void sweep(StartOverRows.Lost lost, Map<String, Long> removed) {
        runs.sweep(lost.run(), () -> {
            if (lost.shown()) {
                erasure.published(lost.run()).forEach((store, items) -> removed.merge(store, items, Long::sum));
            } else {
                // with what others have there, so that it is not counted as the account's
                erasure.unfinished(lost.run());
            }
        });
        if (!lost.state().ended()) {
            launcher.steered(lost.run());
        }
    }
}
