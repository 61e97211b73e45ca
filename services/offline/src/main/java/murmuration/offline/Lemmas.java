package murmuration.offline;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Base forms of English words, by WordNet's rules of detachment: bookings → booking, booked → book. */
final class Lemmas {
    private static final String[][] VERB_ENDINGS = {
        {"ies", "y"}, {"es", "e"}, {"es", ""}, {"s", ""}, {"ed", "e"}, {"ed", ""}, {"ing", "e"}, {"ing", ""}
    };
    private static final String[][] NOUN_ENDINGS = {
        {"ies", "y"},
        {"ses", "s"},
        {"xes", "x"},
        {"zes", "z"},
        {"ches", "ch"},
        {"shes", "sh"},
        {"men", "man"},
        {"s", ""}
    };
    private static final Pattern SHORT_SYLLABLE = Pattern.compile("[^aeiou]*[aeiou][^aeiouwxy]");
    private static final Set<String> VERBS = WordNet.words("verb");
    private static final Set<String> NOUNS = WordNet.words("noun");
    private static final Map<String, String> IRREGULAR_VERBS = WordNet.irregular("verb");
    private static final Map<String, String> IRREGULAR_NOUNS = WordNet.irregular("noun");

    private Lemmas() {}

    /** The infinitive; the word itself where it is no form of a verb that we know. */
    static String verb(String word) {
        return base(word, VERB_ENDINGS, VERBS, IRREGULAR_VERBS);
    }

    /** The singular; the word itself where it is no plural that we know. */
    static String noun(String word) {
        return word.endsWith("ss") || word.endsWith("us") ? word : base(word, NOUN_ENDINGS, NOUNS, IRREGULAR_NOUNS);
    }

    static boolean isVerb(String infinitive) {
        return VERBS.contains(infinitive);
    }

    static boolean isNoun(String singular) {
        return NOUNS.contains(singular);
    }

    static boolean isPlural(String word) {
        return word.length() > 3 && !noun(word).equals(word);
    }

    /** The plural by rule; a plural, and a noun that no dictionary has, stay as they are. */
    static String plural(String word) {
        if (isPlural(word) || !isNoun(word)) {
            return word;
        }
        if (word.endsWith("y") && "aeiou".indexOf(word.charAt(word.length() - 2)) < 0) {
            return word.substring(0, word.length() - 1) + "ies";
        }
        boolean hisses = word.endsWith("s") || word.endsWith("x") || word.endsWith("ch") || word.endsWith("sh");
        return word + (hisses ? "es" : "s");
    }

    /** Stealing, making, hugging: what one does who does this. */
    static String gerund(String infinitive) {
        int last = infinitive.length() - 1;
        if (infinitive.endsWith("ie")) {
            return infinitive.substring(0, last - 1) + "ying";
        }
        if (infinitive.endsWith("e") && !infinitive.endsWith("ee")) {
            return infinitive.substring(0, last) + "ing";
        }
        return SHORT_SYLLABLE.matcher(infinitive).matches()
                ? infinitive + infinitive.charAt(last) + "ing"
                : infinitive + "ing";
    }

    private static String base(String word, String[][] endings, Set<String> known, Map<String, String> irregular) {
        String exception = irregular.get(word);
        if (exception != null) {
            return exception;
        }
        for (String[] ending : endings) {
            if (word.length() > ending[0].length() + 1 && word.endsWith(ending[0])) {
                String base = word.substring(0, word.length() - ending[0].length()) + ending[1];
                if (known.contains(base)) {
                    return base;
                }
                int last = base.length() - 1;
                if (last > 1 && base.charAt(last) == base.charAt(last - 1) && known.contains(base.substring(0, last))) {
                    return base.substring(0, last);
                }
            }
        }
        return word;
    }
}
