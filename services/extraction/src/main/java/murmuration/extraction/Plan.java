package murmuration.extraction;

import java.util.List;
import java.util.SortedMap;
import murmuration.core.RunSpec;
import murmuration.models.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn from a data set for a run, and how.
 *
 * @param shardSizes conversations of each shard, by number
 * @param accounts distinct accounts in the sampled conversations
 * @param counts sampled and not, by end state
 * @param digest over the states of all conversations and the vocabulary
 */
record Plan(
        List<Integer> shardSizes,
        long conversations,
        long sampled,
        long accounts,
        SortedMap<String, Long> counts,
        String digest,
        Report report) {

    /** What the manifest tells of it. @param estimate null where no model is asked over the network */
    record Report(
            RunSpec.Sampling sampling,
            long seed,
            long frame,
            long sampled,
            long accounts,
            SortedMap<String, Long> exclusions,
            long vocabularyWords,
            int vocabularyAccounts,
            @Nullable Estimate estimate) {}
}
