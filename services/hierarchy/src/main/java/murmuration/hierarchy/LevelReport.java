package murmuration.hierarchy;

import java.util.Map;
import murmuration.core.StageReport.Stopped;

/**
 * How a level was raised on the one below: counts only, for the manifest.
 *
 * @param level the level that was to be made
 * @param children clusters of the level below that were to get parents
 * @param target how many parents were aimed at
 * @param tries how often it was tried
 * @param proposals distinct names over all neighborhoods, before deduplication
 * @param deduplicated names that remained
 * @param empty names that nothing was assigned to
 * @param collapsed parents that would have had one child
 * @param parents clusters of the new level, collapsed ones included; 0: it was not made
 * @param assigned how answers were read: exact, embedding, asked, fallback → clusters
 * @param stopped why it was not made, a {@link Stopped}; empty where it was
 */
record LevelReport(
        int level,
        int children,
        int target,
        int tries,
        int neighborhoods,
        int proposals,
        int deduplicated,
        int empty,
        int collapsed,
        int parents,
        Map<String, Integer> assigned,
        String stopped) {
    /** A level that is not made, and was not tried. */
    static LevelReport untried(int level, int children, Stopped why) {
        return new LevelReport(level, children, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), why.name());
    }

    /** The same, made at this try. */
    LevelReport made(int tried) {
        return with(tried, parents, "");
    }

    /** The same, given up after so many tries. */
    LevelReport givenUp(int tried, Stopped why) {
        return with(tried, 0, why.name());
    }

    private LevelReport with(int tried, int made, String why) {
        return new LevelReport(
                level,
                children,
                target,
                tried,
                neighborhoods,
                proposals,
                deduplicated,
                empty,
                collapsed,
                made,
                assigned,
                why);
    }
}
