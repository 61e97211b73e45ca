package murmuration.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds personal data of fixed shape in text. Stateless, thread-safe. */
public final class Detectors {
    private static final Pattern EMAIL =
            Pattern.compile("[\\p{L}\\d._%+-]{1,64}@[\\p{L}\\d-]{1,63}(?:\\.[\\p{L}\\d-]{1,63}){1,5}");
    private static final Pattern URL =
            Pattern.compile("(?:https?://|www\\.)[^\\s<>\"']{2,2000}", Pattern.CASE_INSENSITIVE);

    private Detectors() {}

    /** What was found. */
    public enum Kind {
        EMAIL("an email address"),
        PHONE("a phone number"),
        URL("a link"),
        IP("a number"),
        IBAN("an account number"),
        CARD("a card number"),
        SECRET("a number"),
        NATIONAL_ID("a number"),
        DATE_OF_BIRTH("a date"),
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
    public record Finding(Kind kind, int start, int end) {}

    /** Everything found, by start; findings do not overlap. */
    public static List<Finding> find(String text) {
        List<Finding> found = new ArrayList<>();
        match(EMAIL, Kind.EMAIL, text, found);
        match(URL, Kind.URL, text, found);
        found.sort(Comparator.comparingInt(Finding::start));
        return found;
    }

    private static void match(Pattern pattern, Kind kind, String text, List<Finding> found) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(new Finding(kind, matcher.start(), matcher.end()));
        }
    }
}
