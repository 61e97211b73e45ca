package murmuration.offline;

import java.util.HashSet;
import java.util.Set;

/**
 * Words that only say something general: common senses of WordNet with their inflections, and what carries no content.
 * Made from a dictionary, not from the frequency lists of {@link PublicWords}, so that a name that slipped through one
 * is held by the other.
 */
final class AuditWords {
    private static final Set<String> GENERAL = general();

    private AuditWords() {}

    static boolean isGeneral(String word) {
        return GENERAL.contains(word)
                || Words.isStop(word)
                || GENERAL.contains(Lemmas.noun(word))
                || GENERAL.contains(Lemmas.verb(word))
                || isComparison(word)
                || isGeneralPossessive(word);
    }

    private static boolean isComparison(String word) {
        return (word.endsWith("er") || word.endsWith("est"))
                && (GENERAL.contains(word.replaceFirst("e(r|st)$", ""))
                        || GENERAL.contains(word.replaceFirst("(r|st)$", "")));
    }

    private static boolean isGeneralPossessive(String word) {
        return word.endsWith("'s") && isGeneral(word.substring(0, word.length() - 2));
    }

    private static Set<String> general() {
        Set<String> words = new HashSet<>(1 << 17);
        for (String part : new String[] {"noun", "verb", "adj", "adv"}) {
            words.addAll(WordNet.common(part));
        }
        return Set.copyOf(words);
    }
}
