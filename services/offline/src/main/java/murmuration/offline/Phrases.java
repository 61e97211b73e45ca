package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
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

    private void find() {
        for (int i = 0; i < tags.length; i++) {
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
    }

    private void action(int at) {
        String verb = Lemmas.verb(words.get(at));
        int next = at + 1;
        if (next < tags.length && PARTICLES.contains(words.get(next)) && !tags[next].equals("NOUN")) {
            verb += " " + words.get(next++);
        } else if (next < tags.length && LINKED.contains(verb + " " + words.get(next))) {
            verb += " " + words.get(next++);
        }
        if (ASKING.contains(verb) || Words.isStop(verb) || !Lemmas.isVerb(verb.split(" ")[0])) {
            return;
        }
        int noun = skip(next);
        if (noun < tags.length && nominal(noun)) {
            int end = endOfNominal(noun);
            String rest =
                    verb.contains(" ") || end >= tags.length || !PARTICLES.contains(words.get(end)) || nominal(end)
                            ? ""
                            : particleAfter(end);
            for (List<String> object : suffixes(noun, end)) {
                String determiner = determiner(noun);
                found.accept(new Phrase(verb + rest, object, List.of()), determiner);
                List<String> tail = tail(end);
                if (rest.isEmpty() && !tail.isEmpty()) {
                    found.accept(new Phrase(verb, object, tail), determiner);
                }
            }
        } else if (noun >= tags.length || tags[noun].equals("ADP") || tags[noun].equals("ADV")) {
            found.accept(new Phrase(verb, List.of(), List.of()), "");
        }
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
                || words.get(i).length() < 2) {
            return false;
        }
        return tags[i].equals("NOUN")
                || tags[i].equals("PROPN")
                || (tags[i].equals("ADJ") && i + 1 < tags.length && nominal(i + 1));
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
