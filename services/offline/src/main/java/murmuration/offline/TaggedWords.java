package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A sentence's words with their parts of speech, and where its nouns begin and end. Only English. */
final class TaggedWords {
    private static final Set<String> OPENINGS = Resources.words("openings.txt");
    private static final Set<String> ASKING = Resources.words("asking.txt");
    private static final Set<String> SHORT =
            Set.of("ai", "tv", "pc", "id", "ui", "hr", "pr", "w2", "cv", "dj", "3d", "ad", "os", "ml");
    private static final Set<String> BEFORE_NOUNS = Set.of("DET", "PRON", "NUM", "ADJ");
    private static final int LONGEST_NOUN = 3;

    private final List<String> words;
    private final String[] tags;

    /** @param words in lower case, without marks */
    TaggedWords(List<String> words) {
        this.words = List.copyOf(words);
        this.tags = Tagger.tag(words);
        mend();
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

    int size() {
        return tags.length;
    }

    /** The word, or nothing past the end. */
    String word(int i) {
        return i >= 0 && i < tags.length ? words.get(i) : "";
    }

    boolean is(int i, String tag) {
        return i >= 0 && i < tags.length && tags[i].equals(tag);
    }

    List<String> words(int start, int end) {
        return words.subList(start, end);
    }

    static boolean isAsking(String verb) {
        return ASKING.contains(verb);
    }

    /** Whether a word belongs to a noun: a noun, an adjective or a participle before one; no stand-in and no code. */
    boolean nominal(int i) {
        if (i < 0 || i >= tags.length || isLeftOut(i)) {
            return false;
        }
        boolean before = (is(i + 1, "NOUN") || is(i + 1, "PROPN")) && !Words.isStop(words.get(i + 1));
        return switch (tags[i]) {
            case "NOUN", "PROPN" -> before || words.get(i).endsWith("ing") || isThing(words.get(i));
            case "ADJ" -> nominal(i + 1);
            case "VERB" -> before && isParticiple(words.get(i)) && nominal(i + 1);
            default -> false;
        };
    }

    private boolean isLeftOut(int i) {
        String word = words.get(i);
        return Words.isStop(word)
                || (word.length() <= 2 && !SHORT.contains(word) && word.charAt(0) < 0x250)
                || (word.length() > 4 && word.chars().anyMatch(Character::isDigit))
                || (i > 0 && Words.standsIn(words.get(i - 1), word));
    }

    /** A known noun, or a word that is in no dictionary; no form of a verb that was mistaken for one. */
    private static boolean isThing(String word) {
        boolean verbForm = !Lemmas.verb(word).equals(word) && !word.endsWith("ing") && !word.endsWith("s");
        return Lemmas.isNoun(Lemmas.noun(word)) ? !verbForm : !Lemmas.isVerb(Lemmas.verb(word));
    }

    static boolean isParticiple(String word) {
        String base = Lemmas.verb(word);
        return !base.equals(word) && !ASKING.contains(base) && !word.endsWith("ing") && !word.endsWith("s");
    }

    /** Past determiners, pronouns and numbers, to where a noun may begin. */
    int skip(int from) {
        int at = from;
        while (at < tags.length && !nominal(at) && BEFORE_NOUNS.contains(tags[at])) {
            at++;
        }
        return at;
    }

    int endOfNoun(int start) {
        int end = start;
        while (nominal(end)) {
            end++;
        }
        return end;
    }

    /** The last one, two and three words before {@code end}; one way stays together. */
    List<List<String>> nouns(int start, int end) {
        List<List<String>> nouns = new ArrayList<>();
        for (int from = end - 1; from >= Math.max(start, end - LONGEST_NOUN); from--) {
            if (word(from).equals("way") && from < end - 1) {
                if (word(from - 1).equals("one")) {
                    nouns.add(words(from - 1, end));
                }
            } else {
                nouns.add(words(from, end));
            }
        }
        return nouns;
    }

    /** What stands before a noun: a, the, my, or nothing. */
    String determiner(int start) {
        return switch (word(start - 1)) {
            case "a", "an", "another", "one" -> "a";
            case "the", "this", "that" -> "the";
            case "my", "our", "your", "his", "her", "their" -> "my";
            default -> "";
        };
    }
}
