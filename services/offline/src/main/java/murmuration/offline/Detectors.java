package murmuration.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds personal data in text: what has a fixed shape or a checksum, and names that stand where names stand. Rather finds
 * too little than too much, since what it finds in a text that would be shown withholds it. Stateless, thread-safe.
 */
public final class Detectors {
    private Detectors() {}

    /** Everything found, in order; where findings overlap, the one of the earlier kind. */
    public static List<Finding> find(String text) {
        List<Finding> found = new ArrayList<>();
        Shapes.find(text, found);
        Phones.find(text, found);
        PersonNames.find(text, found);
        List<Finding> kept = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparing(Finding::kind).thenComparingInt(Finding::start))
                .filter(finding -> kept.stream().noneMatch(finding::overlaps))
                .forEach(kept::add);
        kept.sort(Comparator.comparingInt(Finding::start));
        return List.copyOf(kept);
    }
}
