package murmuration.core;

import static murmuration.core.MurmurationException.require;

/** A height in the hierarchy: 0 holds the base clusters, and each parent is one higher. */
public record Level(int height) {
    /** The level of the base clusters. */
    public static final Level BASE = new Level(0);

    public Level {
        require(height >= 0, "level is negative: %d", height);
    }
}
