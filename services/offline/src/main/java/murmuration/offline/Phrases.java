package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Finds phrases in a sentence by its parts of speech: verbs with their objects, and nouns with what stands before them.
 * Only English; not thread-safe, one for each sentence.
 */
final class Phrases {
    private static final Set<String> VAGUE = Resources.words("vague.txt");
    private static final Set<String> PARTICLES = Set.of("up", "off", "on", "out", "down", "back", "over", "away");
    private static final Set<String> LINKS =
            Set.of("for", "to", "from", "with", "about", "of", "in", "on", "between", "at", "into", "by");
    private static final Set<String> TOPIC_LINKS = Set.of("of", "for", "between", "on", "in", "about");
    private static final Set<String> WHERE = Set.of("how", "where", "when");
    private static final Set<String> ASKED_FOR = Set.of("tell", "give", "need", "want", "like", "get");
    private static final Set<String> LINKED =
            Set.of("search for", "look for", "apply for", "pay for", "talk to", "talk about", "listen to", "check on");
    private static final Map<String, String> GREETINGS = Map.of(
            "thank", "thanks", "thanks", "thanks", "hello", "hello", "hi", "hi", "hey", "hey", "goodbye", "goodbye",
            "bye", "bye");

    private final TaggedWords words;
    private final BiConsumer<Phrase, String> found;

    private Phrases(TaggedWords words, BiConsumer<Phrase, String> found) {
        this.words = words;
        this.found = found;
    }

    /**
     * Finds the phrases of a sentence.
     *
     * @param words in lower case, without marks
     * @param found gets each phrase with the determiner before its noun: a, the, my, or nothing
     */
    static void find(List<String> words, BiConsumer<Phrase, String> found) {
        if (!words.isEmpty()) {
            new Phrases(new TaggedWords(words), found).find();
        }
    }

    /** Whether a thing says nothing by itself. */
    static boolean isVague(Phrase phrase) {
        if (phrase.isBare()) {
            return VAGUE.contains(phrase.verb());
        }
        return !phrase.isAction()
                && phrase.tail().isEmpty()
                && phrase.noun().stream().allMatch(word -> VAGUE.contains(Lemmas.noun(word)));
    }

    private void find() {
        for (int i = 0; i < words.size(); i++) {
            String greeting = GREETINGS.get(words.word(i));
            if (greeting != null) {
                found.accept(new Phrase("say", List.of(greeting), List.of()), "");
            } else if (words.is(i, "VERB")) {
                action(i);
            }
            if (greeting == null && words.nominal(i) && !words.nominal(i - 1)) {
                topics(i);
            }
        }
    }

    private void topics(int start) {
        int end = words.endOfNoun(start);
        for (List<String> noun : words.nouns(start, end)) {
            found.accept(Phrase.topic(noun), words.determiner(start));
        }
        List<String> tail = tail(end);
        if (!tail.isEmpty() && TOPIC_LINKS.contains(words.word(end))) {
            found.accept(new Phrase("", words.words(Math.max(start, end - 2), end), tail), words.determiner(start));
        }
        state(start, end);
    }

    /** My card got declined: the declined card. */
    private void state(int start, int end) {
        int at = end;
        while (words.is(at, "AUX") || words.is(at, "ADV") || words.word(at).equals("got")) {
            at++;
        }
        if (at > end && words.is(at, "VERB") && TaggedWords.isParticiple(words.word(at))) {
            List<String> noun = new ArrayList<>(List.of(words.word(at)));
            noun.addAll(words.words(Math.max(start, end - 2), end));
            found.accept(Phrase.topic(noun), words.determiner(start));
        }
    }

    private void action(int at) {
        String verb = verb(at);
        int object = words.skip(at + (verb.contains(" ") ? 2 : 1));
        if (ASKED_FOR.contains(verb) && words.nominal(object)) {
            for (List<String> noun : words.nouns(object, words.endOfNoun(object))) {
                found.accept(new Phrase("ask for", noun, List.of()), words.determiner(object));
            }
        }
        if (words.is(at - 1, "DET") || !isDoing(verb)) {
            return;
        }
        String asked = asked(at);
        if (words.nominal(object)) {
            done(verb, asked, object);
        } else if (object >= words.size() || words.is(object, "ADP") || words.is(object, "ADV")) {
            accept(verb, asked, List.of(), "");
        }
    }

    /** The infinitive, with a particle or preposition that belongs to it. */
    private String verb(int at) {
        String verb = Lemmas.verb(words.word(at));
        String next = words.word(at + 1);
        boolean linked = (PARTICLES.contains(next) && !words.is(at + 1, "NOUN")) || LINKED.contains(verb + " " + next);
        return linked ? verb + " " + next : verb;
    }

    private void done(String verb, String asked, int object) {
        int end = words.endOfNoun(object);
        String particle = verb.contains(" ") ? "" : particleAfter(end);
        List<String> tail = particle.isEmpty() ? tail(end) : List.of();
        String determiner = words.determiner(object);
        for (List<String> noun : words.nouns(object, end)) {
            accept(verb + particle, asked, noun, determiner);
            if (!tail.isEmpty()) {
                found.accept(new Phrase(verb, noun, tail), determiner);
                found.accept(new Phrase(verb, List.of("something"), tail), "");
            }
        }
    }

    private void accept(String verb, String asked, List<String> noun, String determiner) {
        found.accept(new Phrase(verb, noun, List.of()), determiner);
        if (!asked.isEmpty()) {
            found.accept(new Phrase(asked + verb, noun, List.of()), determiner);
        }
    }

    /** How to, how long to, where to: what is asked about doing it. */
    private String asked(int verb) {
        int at = verb - 1;
        while (at > 0
                && (words.is(at, "AUX") || words.is(at, "PRON") || words.is(at, "PART"))
                && !WHERE.contains(words.word(at))) {
            at--;
        }
        if (WHERE.contains(words.word(at))) {
            return words.word(at) + " to ";
        }
        return words.word(at - 1).equals("how") && words.word(at).equals("long") ? "how long to " : "";
    }

    private static boolean isDoing(String verb) {
        String infinitive = verb.split(" ")[0];
        boolean asks = TaggedWords.isAsking(infinitive) && !LINKED.contains(verb);
        return !asks && !Words.isStop(infinitive) && Lemmas.isVerb(infinitive);
    }

    /** Turn the lights off. */
    private String particleAfter(int at) {
        boolean particle = PARTICLES.contains(words.word(at)) && !words.nominal(at);
        return particle && !words.nominal(words.skip(at + 1)) ? " " + words.word(at) : "";
    }

    /** To a savings account. */
    private List<String> tail(int at) {
        int noun = words.skip(at + 1);
        if (!LINKS.contains(words.word(at)) || !words.nominal(noun)) {
            return List.of();
        }
        int end = words.endOfNoun(noun);
        List<String> tail = new ArrayList<>(List.of(words.word(at)));
        String determiner = words.determiner(noun);
        if (!determiner.isEmpty()) {
            tail.add(determiner.equals("my") ? "the" : words.word(noun - 1));
        }
        tail.addAll(words.words(Math.max(noun, end - 2), end));
        return tail;
    }
}
