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

    /** What was found. */
    public enum Kind {
        EMAIL("an email address"),
        URL("a link"),
        IP("a number"),
        IBAN("an account number"),
        CARD("a card number"),
        SECRET("a number"),
        NATIONAL_ID("a number"),
        DATE_OF_BIRTH("a date"),
        PHONE("a phone number"),
        NAME("a name");

        private final String standIn;

        Kind(String standIn) {
            this.standIn = standIn;
        }

        /** What a summary says in place of it. */
        String standIn() {
            return standIn;
        }
    }

    /** One finding; offsets count UTF-16 units, the end is exclusive. */
    public record Finding(Kind kind, int start, int end) {
        boolean overlaps(Finding other) {
            return start < other.end() && other.start() < end;
        }
    }

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
