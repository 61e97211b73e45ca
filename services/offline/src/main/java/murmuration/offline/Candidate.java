package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A phrase that might be used in a name or description.
 *
 * @param phrase in the words that most accounts use
 * @param determiner with a space after it, or nothing
 * @param stems of its content words
 * @param written share of the summaries read that write it
 * @param score the higher the better
 * @param support how many accounts of the sample hold it
 */
record Candidate(Phrase phrase, String determiner, Set<String> stems, double written, double score, int support) {
    /** Book a table for two; the exchange rate between dollars and euros. */
    String text() {
        List<String> words = new ArrayList<>();
        if (phrase.isAction()) {
            words.add(phrase.verb());
        }
        if (!phrase.noun().isEmpty()) {
            words.add(determiner + String.join(" ", phrase.noun()));
        }
        words.addAll(phrase.tail());
        return String.join(" ", words);
    }

    /** As a name: what is done, or a thing as all of its kind. */
    String name() {
        return phrase.isAction() ? text() : thing();
    }

    /** As one of several that are spoken of: things as all of their kind, what is done as doing it. */
    String thing() {
        if (phrase.isBare()) {
            String[] verb = phrase.verb().split(" ", 2);
            String gerund = Lemmas.gerund(verb[0]);
            boolean same = Words.stem(gerund).equals(Words.stem(verb[0])) && PublicWords.isCommon(gerund);
            return same ? gerund + (verb.length > 1 ? " " + verb[1] : "") : phrase.verb();
        }
        Phrase all = determiner.startsWith("a") ? phrase.plural() : phrase;
        return String.join(
                " ", Stream.concat(all.noun().stream(), all.tail().stream()).toList());
    }

    /** As what people asked: to book a table, about the weather, how to change a tire. */
    String asked() {
        if (!phrase.isAction()) {
            return "about " + thing();
        }
        if (phrase.isAskedFor()) {
            return text().substring("ask ".length());
        }
        return phrase.isQuestion() ? text() : "to " + text();
    }

    /** Whether it says what is to be done with what. */
    boolean isDone() {
        return phrase.isAction() && !phrase.isBare() && !phrase.isAskedFor();
    }

    /** Whether it is a thing that says something by itself. */
    boolean isThing() {
        return !phrase.isAction() && !Phrases.isVague(phrase);
    }

    boolean sharesWith(Set<String> others) {
        return stems.stream().anyMatch(others::contains);
    }
}
