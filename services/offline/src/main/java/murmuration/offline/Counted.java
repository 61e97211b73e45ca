package murmuration.offline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A phrase as a group's summaries write it: in which words, after which determiners, by how many accounts. Not thread-safe. */
final class Counted {
    private final Map<Phrase, Integer> forms = new HashMap<>();
    private final Map<String, Integer> determiners = new HashMap<>();
    private final Set<Integer> accounts = new HashSet<>();

    void add(Phrase phrase, String determiner, int account) {
        if (accounts.add(account)) {
            forms.merge(phrase, 1, Integer::sum);
            determiners.merge(determiner, 1, Integer::sum);
        }
    }

    /** How many accounts write it. */
    int accounts() {
        return accounts.size();
    }

    /** The words that most accounts write; of equal ones the first in the order of the alphabet. */
    Phrase form() {
        Phrase best = null;
        for (Map.Entry<Phrase, Integer> form : forms.entrySet()) {
            if (best == null || before(form.getKey(), best)) {
                best = form.getKey();
            }
        }
        if (best == null) {
            throw new IllegalStateException("a phrase that nobody wrote");
        }
        return best;
    }

    /** a, the, or nothing, as suits the noun. */
    String determiner() {
        Phrase form = form();
        if (form.noun().isEmpty() || Lemmas.isPlural(form.noun().getLast())) {
            return "";
        }
        int indefinite = determiners.getOrDefault("a", 0);
        int definite = determiners.getOrDefault("the", 0) + determiners.getOrDefault("my", 0);
        int bare = determiners.getOrDefault("", 0);
        boolean counted = (indefinite + definite) * 3 >= bare;
        if (!counted) {
            return "";
        }
        return indefinite * 3 >= definite ? article(form.noun().getFirst()) + " " : "the ";
    }

    private static String article(String word) {
        boolean vowel = "aeiou".indexOf(word.charAt(0)) >= 0;
        boolean sounds = vowel
                && !word.startsWith("uni")
                && !word.startsWith("use")
                && !word.startsWith("eu")
                && !word.startsWith("one");
        return sounds || word.startsWith("hour") || word.startsWith("honest") ? "an" : "a";
    }

    private boolean before(Phrase a, Phrase b) {
        int more = Integer.compare(forms.getOrDefault(a, 0), forms.getOrDefault(b, 0));
        return more != 0 ? more > 0 : a.toString().compareTo(b.toString()) < 0;
    }
}
