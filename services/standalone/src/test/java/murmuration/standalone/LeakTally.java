package murmuration.standalone;

/**
 * What was told at each layer of one or more runs, and how much was published.
 *
 * @param conversations all that were imported
 * @param summaries those that have one
 * @param drafts names and descriptions that were written, each a text
 * @param supported those that passed the support check
 * @param published those that passed the audit, too
 * @param covered conversations in published clusters
 */
record LeakTally(int conversations, Told summaries, Told drafts, Told supported, Told published, int covered) {
    static final LeakTally NONE = new LeakTally(0, Told.NOTHING, Told.NOTHING, Told.NOTHING, Told.NOTHING, 0);

    LeakTally plus(LeakTally other) {
        return new LeakTally(
                conversations + other.conversations,
                summaries.plus(other.summaries),
                drafts.plus(other.drafts),
                supported.plus(other.supported),
                published.plus(other.published),
                covered + other.covered);
    }
}
