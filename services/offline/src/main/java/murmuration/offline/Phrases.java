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
    private static final Set<String> OPENINGS = Resources.words("openings.txt");
    /** Verbs by which people only ask; what they ask for is the rest. */
    private static final Set<String> ASKING = Set.of(
            "want",
            "need",
            "like",
            "help",
            "let",
            "know",
            "wonder",
            "think",
            "say",
            "hope",
            "try",
            "please",
            "love",
            "wish",
            "go",
            "come",
            "do",
            "be",
            "appreciate",
            "mean",
            "guess",
            "tell",
            "ask",
            "suppose",
            "seem",
            "start",
            "will",
            "would",
            "can",
            "may",
            "assist",
            "prefer",
            "give",
            "inform",
            "happen",
            "act",
            "gon",
            "wan",
            "keep",
            "believe",
            "seek",
            "able",
            "have",
            "get",
            "look",
            "see",
            "got",
            "own",
            "concern",
            "work",
            "consider",
            "understand",
            "feel");

    private static final Set<String> PARTICLES = Set.of("up", "off", "on", "out", "down", "back", "over", "away");
    private static final Set<String> LINKS =
            Set.of("for", "to", "from", "with", "about", "of", "in", "on", "between", "at", "into", "by");
    private static final Set<String> WHERE = Set.of("how", "where", "when");
    private static final Set<String> TOPIC_LINKS = Set.of("of", "for", "between", "on", "in", "about");
    private static final Set<String> LINKED = Set.of(
            "search for",
            "look for",
            "apply for",
            "pay for",
            "talk to",
            "talk about",
            "listen to",
            "check on",
            "sign for",
            "care for");
    private static final Set<String> ASKED_FOR = Set.of("tell", "give", "need", "want", "like", "get");
    private static final Map<String, String> GREETINGS = Map.of(
            "thank", "thanks", "thanks", "thanks", "hello", "hello", "hi", "hi", "hey", "hey", "goodbye", "goodbye",
            "bye", "bye");
    /** Nouns that say nothing about what is asked. */
    private static final Set<String> VAGUE = Set.of(
            "time",
            "way",
            "type",
            "use",
            "set",
            "help",
            "today",
            "day",
            "info",
            "information",
            "question",
            "answer",
            "case",
            "hand",
            "bit",
            "people",
            "person",
            "part",
            "amount",
            "idea",
            "example",
            "detail",
            "word",
            "end",
            "start",
            "year",
            "tomorrow",
            "week",
            "month",
            "morning",
            "night",
            "afternoon",
            "evening",
            "today's",
            "second",
            "minute",
            "hour",
            "sense",
            "thank",
            "fact",
            "left",
            "right",
            "user",
            "am",
            "pm",
            "favor",
            "reason",
            "point",
            "need",
            "ability",
            "list",
            "chance",
            "issue",
            "problem");

    private static final int LONGEST_NOUN = 3;

    private final List<String> words;
    private final String[] tags;
    private final BiConsumer<Phrase, String> found;

    private Phrases(List<String> words, BiConsumer<Phrase, String> found) {
        this.words = words;
        this.tags = Tagger.tag(words);
        this.found = found;
        mend();
    }

    /**
     * Finds the phrases of a sentence.
     *
     * @param words in lower case, without marks
     * @param found gets each phrase with the determiner before its noun: a, the, my, or nothing
     */
    static void find(List<String> words, BiConsumer<Phrase, String> found) {
        if (!words.isEmpty()) {
            new Phrases(words, found).find();
        }
    }

    /** An imperative at the beginning is often taken for a noun. */
    private void mend() {
        for (int i = 0; i < tags.length; i++) {
            boolean opens = i == 0
                    || words.get(i - 1).equals("please")
                    || (i > 1 && words.get(i - 1).equals("you") && tags[i - 2].equals("AUX"))
                    || tags[i - 1].equals("PART");
            if (opens && !tags[i].equals("AUX") && OPENINGS.contains(words.get(i)) && Lemmas.isVerb(words.get(i))) {
                tags[i] = "VERB";
            }
        }
    }

    /** Whether a thing says something by itself. */
    static boolean isVague(Phrase phrase) {
        return !phrase.isAction()
                && phrase.tail().isEmpty()
                && phrase.noun().size() == 1
                && VAGUE.contains(Lemmas.noun(phrase.noun().getFirst()));
    }

    private void find() {
        for (int i = 0; i < tags.length; i++) {
            String greeting = GREETINGS.get(words.get(i));
            if (greeting != null) {
                found.accept(new Phrase("say", List.of(greeting), List.of()), "");
                continue;
            }
            if (tags[i].equals("VERB")) {
                action(i);
            }
            if (nominal(i) && (i == 0 || !nominal(i - 1))) {
                topics(i);
            }
        }
    }

    private void topics(int start) {
        int end = endOfNominal(start);
        for (List<String> noun : suffixes(start, end)) {
            found.accept(Phrase.topic(noun), determiner(start));
        }
        List<String> tail = tail(end);
        if (!tail.isEmpty() && end < tags.length && TOPIC_LINKS.contains(words.get(end))) {
            found.accept(new Phrase("", words.subList(Math.max(start, end - 2), end), tail), determiner(start));
        }
        participle(start, end);
    }

    /** My card got declined: the declined card. */
    private void participle(int start, int end) {
        int at = end;
        while (at < tags.length
                && (tags[at].equals("AUX")
                        || tags[at].equals("ADV")
                        || words.get(at).equals("got"))) {
            at++;
        }
        if (at > end && at < tags.length && tags[at].equals("VERB") && isParticiple(words.get(at))) {
            List<String> noun = new ArrayList<>(List.of(words.get(at)));
            noun.addAll(words.subList(Math.max(start, end - 2), end));
            found.accept(Phrase.topic(noun), determiner(start));
        }
    }

    private static boolean isParticiple(String word) {
        String base = Lemmas.verb(word);
        return !base.equals(word) && !ASKING.contains(base) && !word.endsWith("ing") && !word.endsWith("s");
    }

    private void action(int at) {
        String verb = Lemmas.verb(words.get(at));
        int next = at + 1;
        if (next < tags.length && PARTICLES.contains(words.get(next)) && !tags[next].equals("NOUN")) {
            verb += " " + words.get(next++);
        } else if (next < tags.length && LINKED.contains(verb + " " + words.get(next))) {
            verb += " " + words.get(next++);
        }
        String asked = asked(at);
        int noun = skip(next);
        if (ASKED_FOR.contains(verb) && noun < tags.length && nominal(noun)) {
            for (List<String> object : suffixes(noun, endOfNominal(noun))) {
                found.accept(new Phrase("ask for", object, List.of()), determiner(noun));
            }
        }
        if (ASKING.contains(verb) || Words.isStop(verb) || !Lemmas.isVerb(verb.split(" ")[0]) || isAdjective(at)) {
            return;
        }
        if (noun < tags.length && nominal(noun)) {
            int end = endOfNominal(noun);
            String rest =
                    verb.contains(" ") || end >= tags.length || !PARTICLES.contains(words.get(end)) || nominal(end)
                            ? ""
                            : particleAfter(end);
            for (List<String> object : suffixes(noun, end)) {
                String determiner = determiner(noun);
                found.accept(new Phrase(verb + rest, object, List.of()), determiner);
                if (!asked.isEmpty()) {
                    found.accept(new Phrase(asked + verb + rest, object, List.of()), determiner);
                }
                List<String> tail = tail(end);
                if (rest.isEmpty() && !tail.isEmpty()) {
                    found.accept(new Phrase(verb, object, tail), determiner);
                    found.accept(new Phrase(verb, List.of("something"), tail), "");
                }
            }
        } else if (noun >= tags.length || tags[noun].equals("ADP") || tags[noun].equals("ADV")) {
            found.accept(new Phrase(verb, List.of(), List.of()), "");
            if (!asked.isEmpty()) {
                found.accept(new Phrase(asked + verb, List.of(), List.of()), "");
            }
        }
    }

    /** How to, how long to, where to: what is asked about doing it. */
    private String asked(int verb) {
        int at = verb - 1;
        while (at > 0
                && (tags[at].equals("AUX") || tags[at].equals("PRON") || tags[at].equals("PART"))
                && !WHERE.contains(words.get(at))) {
            at--;
        }
        if (at < 0) {
            return "";
        }
        if (WHERE.contains(words.get(at))) {
            return words.get(at) + " to ";
        }
        return at > 0 && words.get(at - 1).equals("how") && words.get(at).equals("long") ? "how long to " : "";
    }

    /** The lost card: a form of a verb before a noun and after a determiner. */
    private boolean isAdjective(int at) {
        return at > 0 && tags[at - 1].equals("DET") && isParticiple(words.get(at));
    }

    /** Turn the lights off. */
    private String particleAfter(int at) {
        boolean closes = at + 1 >= tags.length || !nominal(skip(at + 1));
        return closes ? " " + words.get(at) : "";
    }

    private List<String> tail(int at) {
        if (at + 1 >= tags.length || !LINKS.contains(words.get(at))) {
            return List.of();
        }
        int noun = skip(at + 1);
        if (noun >= tags.length || !nominal(noun)) {
            return List.of();
        }
        int end = endOfNominal(noun);
        List<String> tail = new ArrayList<>(List.of(words.get(at)));
        String determiner = determiner(noun);
        if (!determiner.isEmpty()) {
            tail.add(determiner.equals("my") ? "the" : determiner);
        }
        tail.addAll(words.subList(Math.max(noun, end - 2), end));
        return tail;
    }

    /** Past determiners, pronouns and numbers before a noun. */
    private int skip(int from) {
        int at = from;
        while (at < tags.length
                && !nominal(at)
                && (tags[at].equals("DET")
                        || tags[at].equals("PRON")
                        || tags[at].equals("NUM")
                        || tags[at].equals("ADJ"))) {
            at++;
        }
        return at;
    }

    private boolean nominal(int i) {
        if (i < 0
                || i >= tags.length
                || Words.isStop(words.get(i))
                || words.get(i).length() < 2
                || isCode(words.get(i))
                || (i > 0 && Words.standsIn(words.get(i - 1), words.get(i)))) {
            return false;
        }
        boolean before = i + 1 < tags.length
                && !Words.isStop(words.get(i + 1))
                && (tags[i + 1].equals("NOUN") || tags[i + 1].equals("PROPN"));
        return switch (tags[i]) {
            case "NOUN", "PROPN" -> before || words.get(i).endsWith("ing") || isThing(words.get(i));
            case "ADJ" -> i + 1 < tags.length && nominal(i + 1);
            case "VERB" -> before && isParticiple(words.get(i)) && nominal(i + 1);
            default -> false;
        };
    }

    /** A known noun, or a word that is in no dictionary; no form of a verb that was mistaken for one. */
    private static boolean isThing(String word) {
        boolean verbForm = !Lemmas.verb(word).equals(word) && !word.endsWith("ing") && !word.endsWith("s");
        return Lemmas.isNoun(Lemmas.noun(word)) ? !verbForm : !Lemmas.isVerb(Lemmas.verb(word));
    }

    /** Flight numbers and the like; 401k and mp3 are words. */
    private static boolean isCode(String word) {
        return word.length() > 4 && word.chars().anyMatch(Character::isDigit);
    }

    private int endOfNominal(int start) {
        int end = start;
        while (nominal(end)) {
            end++;
        }
        return end;
    }

    /** The last one, two and three words before {@code end}. */
    private List<List<String>> suffixes(int start, int end) {
        List<List<String>> suffixes = new ArrayList<>();
        for (int from = end - 1; from >= Math.max(start, end - LONGEST_NOUN); from--) {
            suffixes.add(words.subList(from, end));
        }
        return suffixes;
    }

    private String determiner(int start) {
        if (start == 0) {
            return "";
        }
        String before = words.get(start - 1);
        return switch (before) {
            case "a", "an", "another", "one" -> "a";
            case "the", "this", "that" -> "the";
            case "my", "our", "your", "his", "her", "their" -> "my";
            default -> "";
        };
    }
}
