package murmuration.hierarchy;

import java.util.Map;

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
 * @param stopped why it was not made; empty where it was
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
    /** The level below is the top by the plan. */
    static final String PLANNED_TOP = "PLANNED_TOP";

    /** Too few clusters survived to make two parents with two children each. */
    static final String TOO_FEW = "TOO_FEW";

    /** Some parent would have had one child, and there are so few base clusters that none may. */
    static final String LONE_CHILDREN = "LONE_CHILDREN";

    /** Nearly as many parents as children, twice; or only one parent. */
    static final String NO_PROGRESS = "NO_PROGRESS";

    /** A level that is not made, and was not tried. */
    static LevelReport untried(int level, int children, String stopped) {
        return new LevelReport(level, children, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), stopped);
    }

    /** The same, made at this try. */
    LevelReport made(int tried) {
        return with(tried, parents, "");
    }

    /** The same, given up after so many tries. */
    LevelReport givenUp(int tried, String why) {
        return with(tried, 0, why);
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
