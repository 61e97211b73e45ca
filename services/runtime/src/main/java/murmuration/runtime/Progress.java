package murmuration.runtime;

import java.util.Map;

/** Where work reports how far it is, after each commit; a canceled call shows as an exception here. */
@FunctionalInterface
public interface Progress {
    /** Items done of how many, and how they ended. */
    void report(long done, long total, Map<String, Long> outcomes);

    /** The same where all end alike. */
    default void report(long done, long total) {
        report(done, total, Map.of());
    }
}
