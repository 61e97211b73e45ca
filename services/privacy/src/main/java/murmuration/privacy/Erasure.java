package murmuration.privacy;

import java.util.SortedMap;
import murmuration.core.RunKey;
import murmuration.models.ReplyRows;
import murmuration.runtime.Database;

/** Deletes what a run left here; what is published goes first, so that nothing is shown that is half gone. */
record Erasure(Database database, PublishedRows published, ReplyRows replies) {
    /** Deletes it, but for the answers where they are to stay; store → rows removed. */
    SortedMap<String, Long> erase(RunKey run, boolean keepAnswers) {
        long shown = published.withdraw(run);
        SortedMap<String, Long> removed = database.deleteRun(run, "clusters.review");
        removed.put("published", shown);
        if (!keepAnswers) {
            removed.put("clusters.audit_reply_use", replies.erase(run));
        }
        return removed;
    }
}
