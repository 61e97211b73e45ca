package murmuration.privacy;

import java.util.List;

/**
 * What came of comparing a release with earlier ones.
 *
 * @param near whether its numbers carry noise, because of so few people beside what an earlier release counts
 * @param releases runs whose releases count some of the same conversations exactly, the earliest first
 */
record Compared(boolean near, List<String> releases) {
    /** The first release, or the first over its conversations. */
    static final Compared ALONE = new Compared(false, List.of());

    Compared {
        releases = List.copyOf(releases);
    }
}
