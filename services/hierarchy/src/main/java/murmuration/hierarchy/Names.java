package murmuration.hierarchy;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import murmuration.core.Question;

/** The rules for names and descriptions (method.md, 8), and when two names are the same. */
final class Names {
    private static final int NAME_WORDS = 10;
    private static final int NAME_CHARACTERS = 120;
    private static final int DESCRIPTION_SENTENCES = 2;
    private static final int DESCRIPTION_CHARACTERS = 600;

    private Names() {}

    /** What makes two names one: letters and digits, case-folded, single spaces. */
    static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ")
                .strip();
    }

    /** Whether a name and a description keep the rules. */
    static boolean valid(Question.Label label) {
        return validName(label.name())
                && !label.description().isBlank()
                && label.description().length() <= DESCRIPTION_CHARACTERS
                && sentences(label.description()) <= DESCRIPTION_SENTENCES;
    }

    /** Whether a name has letters or digits, at most ten words, and one line. */
    static boolean validName(String name) {
        return !key(name).isEmpty()
                && name.length() <= NAME_CHARACTERS
                && words(name) <= NAME_WORDS
                && name.lines().count() == 1;
    }

    /** The same with spaces taken off its ends. */
    static Question.Label stripped(Question.Label label) {
        return new Question.Label(label.name().strip(), label.description().strip());
    }

    /** Valid names in their order, the first of those that are the same. */
    static List<String> distinct(List<String> names) {
        Set<String> seen = new HashSet<>();
        List<String> distinct = new ArrayList<>();
        for (String name : names) {
            if (validName(name.strip()) && seen.add(key(name))) {
                distinct.add(name.strip());
            }
        }
        return distinct;
    }

    private static int words(String name) {
        return name.strip().split("\\s+").length;
    }

    private static int sentences(String text) {
        return text.strip().split("(?<=[.!?])\\s+(?=\\p{Lu}|\\p{Lo})|(?<=[。！？])").length;
    }
}
