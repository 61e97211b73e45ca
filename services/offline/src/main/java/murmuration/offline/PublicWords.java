package murmuration.offline;

import java.util.Set;

/**
 * Which words a summary may hold: frequent words of English, and words that enough accounts of the run share; names of
 * people, places and organizations only where they are plainly ordinary words too. Made from frequency lists; the list
 * of the audit is made from a dictionary, so that neither repeats the other's mistakes.
 */
final class PublicWords {
    private static final Set<String> COMMON = Resources.words("common.txt");
    private static final Set<String> FUNCTION = Set.of(
            "the", "and", "is", "are", "was", "you", "your", "my", "what", "how", "for", "with", "this", "that", "it",
            "of", "to", "can", "i", "do", "does", "when", "where", "who", "why", "please", "i'm", "what's", "have",
            "at", "from", "not", "they", "we", "be");
    private static final Set<String> BEFORE_PLACES = Set.of(
            "new", "san", "santa", "los", "las", "la", "el", "north", "south", "east", "west", "saint", "st", "fort",
            "port", "lake");

    private final Set<String> vocabulary;

    PublicWords(Set<String> vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** What becomes of a word. */
    enum Fate {
        KEPT,
        PERSON,
        PLACE,
        NUMBER,
        GONE
    }

    /**
     * Judges a word.
     *
     * @param telling whether it is capitalized where ordinary words are not
     */
    Fate judge(Token token, boolean telling) {
        if (token.kind() == Token.Kind.NUMBER) {
            return Fate.NUMBER;
        }
        String word = token.lower();
        String base = word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
        boolean ordinary = COMMON.contains(base) || COMMON.contains(word) || Words.isStop(word);
        if (Names.any(base) && (telling || !ordinary)) {
            return Names.ofPerson(base) ? Fate.PERSON : Fate.PLACE;
        }
        if (ordinary || vocabulary.contains(word) || vocabulary.contains(base)) {
            return Fate.KEPT;
        }
        if (Character.isDigit(base.charAt(0))) {
            return Fate.NUMBER;
        }
        return telling ? Fate.PERSON : Fate.GONE;
    }

    /** Whether a word is one of the few that every English text holds. */
    static boolean isFunctionWord(String word) {
        return FUNCTION.contains(word);
    }

    static boolean isCommon(String word) {
        return COMMON.contains(word);
    }

    /** Whether a pair of Chinese or Japanese characters is shared by enough accounts and no name. */
    boolean isPublicPair(String pair) {
        return vocabulary.contains(pair) && !Names.any(pair);
    }

    /** Whether a word belongs to the name of the place that follows it: new, san, lake. */
    static boolean opensPlace(String word) {
        return BEFORE_PLACES.contains(word);
    }
}
