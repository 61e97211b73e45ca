package murmuration.offline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words put together as English writes them. */
final class Prose {
    private static final Map<String, String> SPELLED = Resources.words("spelled.txt").stream()
            .collect(Collectors.toUnmodifiableMap(word -> word.toLowerCase(Locale.ROOT), word -> word));
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\d]+");

    private Prose() {}

    /** With the capitals that some words always have: AI, Spanish, JavaScript. */
    static String spelled(String text) {
        return WORD.matcher(text).replaceAll(word -> SPELLED.getOrDefault(word.group(), word.group()));
    }

    /** One; one and another; one, another, and a third. */
    static String listed(List<String> items) {
        return joined(items, "and");
    }

    /** One; one, or another; one, another, or a third. */
    static String either(List<String> items) {
        return items.size() == 2 ? items.getFirst() + ", or " + items.getLast() : joined(items, "or");
    }

    static String capitalized(String text) {
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
    }

    private static String joined(List<String> items, String link) {
        if (items.size() == 1) {
            return items.getFirst();
        }
        String head = String.join(", ", items.subList(0, items.size() - 1));
        return head + (items.size() > 2 ? ", " : " ") + link + " " + items.getLast();
    }
}
