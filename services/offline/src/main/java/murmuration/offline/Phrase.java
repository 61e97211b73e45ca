package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What many summaries may say: something done, or something spoken of.
 *
 * @param verb the infinitive with its particle (turn off); empty for a thing that is only spoken of
 * @param noun the words of the thing; empty for something done to nothing
 * @param tail what follows, from its preposition on (to a savings account); may be empty
 */
record Phrase(String verb, List<String> noun, List<String> tail) {
    Phrase {
        noun = List.copyOf(noun);
        tail = List.copyOf(tail);
    }

    static Phrase topic(List<String> noun) {
        return new Phrase("", noun, List.of());
    }

    boolean isAction() {
        return !verb.isEmpty();
    }

    /** A verb with no thing. */
    boolean isBare() {
        return isAction() && noun.isEmpty();
    }

    boolean isAskedFor() {
        return verb.equals("ask for");
    }

    /** Whether it asks about doing something: how to change the oil. */
    boolean isQuestion() {
        return verb.contains(" to ");
    }

    /** A thing to which something was done: the declined card. */
    boolean isState() {
        return !isAction() && noun.size() > 1 && TaggedWords.isParticiple(noun.getFirst());
    }

    /** Stems of the content words, as a claim made of it is counted. */
    Set<String> stems() {
        return new TreeSet<>(Words.contentStems(verb + " " + String.join(" ", noun) + " " + String.join(" ", tail)));
    }

    /** What makes two phrases one: the stems in their places. */
    String key() {
        return stemmed(List.of(verb.split(" "))) + "|" + stemmed(noun) + "|" + stemmed(tail);
    }

    /** The thing in the plural, where that is a common word of the same stem; what is done stays as it is. */
    Phrase plural() {
        if (noun.isEmpty() || !tail.isEmpty()) {
            return this;
        }
        List<String> words = new ArrayList<>(noun);
        String plural = Lemmas.plural(words.getLast());
        boolean same = Words.stem(plural).equals(Words.stem(words.getLast()));
        if (same && PublicWords.isCommon(plural)) {
            words.set(words.size() - 1, plural);
        }
        return new Phrase(verb, words, tail);
    }

    int length() {
        return (isAction() ? 1 : 0) + noun.size() + tail.size();
    }

    private static String stemmed(List<String> words) {
        return words.stream().map(Words::stem).collect(Collectors.joining(" "));
    }
}
