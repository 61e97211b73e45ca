package murmuration.core;

/** How many clusters a model is asked about at a time, where a spec lets it be asked as much; the rest is speed only. */
public final class Pace {
    /** Clusters that are reviewed at a time at most: each reads its cluster's summaries. */
    private static final int REVIEWS = 32;

    private static final int SMALLEST_WAVE = 16;
    private static final int LARGEST_WAVE = 128;
    private static final int WAVES = 32;

    private Pace() {}

    /**
     * Clusters of a level that are named in one wave, none of them knowing the names of the others: 16, of more than 512 a 32nd,
     * at most 128. It goes by the level and not by what is left of it, so that a run that goes on has the same waves.
     */
    public static int wave(long clusters) {
        return Math.clamp(clusters / WAVES, SMALLEST_WAVE, LARGEST_WAVE);
    }

    /** Clusters that are reviewed at a time. @param otherwise as many as the deployment says, where the spec says none */
    public static int reviews(RunSpec spec, int otherwise) {
        return Math.min(REVIEWS, spec.questionsAtOnce(otherwise));
    }
}
