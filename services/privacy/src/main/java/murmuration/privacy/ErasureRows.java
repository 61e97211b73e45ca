package murmuration.privacy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.RunKey;
import murmuration.models.ReplyRows;
import murmuration.runtime.Database;

/** Deletes what a run left here; what is published goes first, so that nothing is shown that is half gone. */
record ErasureRows(Database database, PublishedRows published, SafetyRows safety, ReplyRows replies) {
    /**
     * Has what is published say that data were erased since, and deletes what models answered. Store → rows removed.
     */
    SortedMap<String, Long> eraseLost(RunKey run) {
        long kept = published.erased(run);
        return new TreeMap<>(Map.of("released.number", kept, "clusters.audit_reply_use", replies.erase(run)));
    }

    /** Deletes what the published result was made from, which stays as it is, and so do the answers; store → rows removed. */
    SortedMap<String, Long> eraseWork(RunKey run) {
        return database.deleteRun(run, "clusters.review");
    }

    /** Deletes what models answered for the run, unless another has used it; store → rows removed. */
    SortedMap<String, Long> eraseAnswers(RunKey run) {
        return new TreeMap<>(Map.of("clusters.audit_reply_use", replies.erase(run)));
    }

    /** Deletes it, but for the answers where they are to stay; store → rows removed. */
    SortedMap<String, Long> erase(RunKey run, boolean keepAnswers) {
        long shown = published.withdraw(run, keepAnswers);
        SortedMap<String, Long> removed = database.deleteRun(run, "clusters.review");
        removed.put("published", shown);
        removed.put("safety", safety.erase(run));
        if (!keepAnswers) {
            removed.put("clusters.audit_reply_use", replies.erase(run));
        }
        return removed;
    }
}
