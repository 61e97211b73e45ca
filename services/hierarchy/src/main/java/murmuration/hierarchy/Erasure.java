package murmuration.hierarchy;

import java.util.SortedMap;
import murmuration.core.RunKey;
import murmuration.models.ReplyRows;
import murmuration.runtime.Database;

/** Deletes what a run left here: how its levels were raised, and what models answered for its names. */
record Erasure(Database database, ReplyRows replies) {
    /** Deletes it, but for the answers where they are to stay; table → rows removed. */
    SortedMap<String, Long> erase(RunKey run, boolean keepAnswers) {
        SortedMap<String, Long> removed = database.deleteRun(run, "clusters.level");
        if (!keepAnswers) {
            removed.put("clusters.naming_reply_use", replies.erase(run));
        }
        return removed;
    }
}
