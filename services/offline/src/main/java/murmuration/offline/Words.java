package murmuration.offline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import opennlp.tools.stemmer.PorterStemmer;

/**
 * How text becomes words, everywhere the offline model counts or compares them: vocabularies, support checks, names.
 *
 * <p>Words are lower-case runs of letters and digits (apostrophes inside stay); a run of Chinese or Japanese becomes its
 * overlapping pairs of characters, since nothing marks words there. Thread-safe.
 */
public final class Words {
    private static final int STEMS_KEPT = 200_000;
    private static final Set<String> STAND_INS = Set.of("name", "number", "place");
    private static final Set<String> STOP_WORDS = Resources.words("stopwords.txt");
    private static final ConcurrentHashMap<String, String> STEMS = new ConcurrentHashMap<>();

    private Words() {}

    /** The words of a text in order, lower-case; punctuation is left out. */
    public static List<String> tokenize(String text) {
        List<String> words = new ArrayList<>();
        for (Token token : Token.scan(text)) {
            token.addTo(words);
        }
        return words;
    }

    /** The stem that a word's inflections share; the word itself where it is not plain English letters. */
    public static String stem(String word) {
        String known = STEMS.get(word);
        if (known != null) {
            return known;
        }
        String stem = computeStem(word);
        if (STEMS.size() < STEMS_KEPT) {
            STEMS.put(word, stem);
        }
        return stem;
    }

    /** Whether a word carries no content by itself: articles, pronouns, auxiliaries, greetings. */
    public static boolean isStop(String word) {
        return STOP_WORDS.contains(word);
    }

    /** The stems of a text's content words, in the order of their first appearance. */
    public static Set<String> contentStems(String text) {
        Set<String> stems = new LinkedHashSet<>();
        String before = "";
        for (String word : tokenize(text)) {
            if (!isStop(word) && !standsIn(before, word)) {
                stems.add(stem(word));
            }
            before = word;
        }
        return stems;
    }

    /** Whether two words stand for what was taken out of a summary: a name, a number, a place. */
    static boolean standsIn(String first, String second) {
        return first.equals("a") && STAND_INS.contains(second);
    }

    private static String computeStem(String word) {
        String base = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
        for (int i = 0; i < base.length(); i++) {
            if (base.charAt(i) < 'a' || base.charAt(i) > 'z') {
                return base;
            }
        }
        return base.length() < 3 ? base : new PorterStemmer().stem(base);
    }
}
