package murmuration.privacy;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.Question;
import murmuration.offline.Words;

/** Splits a name and description into claims, each of which enough accounts must hold (method.md, 8). */
final class Claims {
    private static final Pattern SENTENCE = Pattern.compile("[!?;\\n。！？；]+|[.:]+(?=\\s|$)");
    private static final Pattern LIST =
            Pattern.compile("[,/](?!\\d)|[、，()–—]+|\\s(?:and|or|as well as|such as|including)\\s");

    /** A letter for a word, or a few capitals, or Co; what is left over of an article or a pronoun is none. */
    private static final Pattern CAPITALS =
            Pattern.compile("(?<![\\p{L}\\d'’])(?![AI](?![\\p{L}\\d]))(?:\\p{Lu}{1,3}|Co)(?![\\p{L}\\d'’])");

    /** A word with its apostrophes, or a number. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\d]+(?:['’]\\p{L}+)*");

    /** Not I, nor I'm. */
    private static final Predicate<String> CAPITALIZED =
            Pattern.compile("\\p{Lu}\\p{L}.*").asMatchPredicate();

    /**
     * Words without content in some language that are a given or a family name, or a month. In titles, where any word may
     * begin with a capital, these alone count as names. What titles in English are full of (can, do, good, he, more, my, so,
     * you) is somebody's name too, but is not here, or ordinary titles would be withheld.
     */
    private static final Set<String> NAMES = Set.of("""
            como dal das de del della den der di du elle han ja la las le lo los ma mas may mia mio na nel ona po sa
            sein si sim son su ta te ti tu ty uma una van von will zu""".split("\\s+"));

    /**
     * Letters in circles and squares, numerals, pictures, flags: they say something and are part of no word. Left out are signs
     * that say nothing about anybody, and Han, whose radicals and zero are words.
     */
    private static final Pattern SYMBOLS =
            Pattern.compile("[[\\p{So}\\p{Sk}\\p{No}\\p{Nl}\\x{E0020}-\\x{E007F}]&&[^`^´¨¯¸°¦©®™℠\\p{IsHan}]]+");

    /** Behind a symbol it says whether that is drawn in color: no letter, and nothing that is said. */
    private static final Pattern HOW_DRAWN = Pattern.compile("[\\uFE0E\\uFE0F]");

    /** Words that only frame what is said; no person is behind them. */
    private static final Set<String> FRAME = Words.contentStems("""
            user users people person they them their someone others asked asks asking ask requested requests request wanted
            wants want wished sought seek seeking looked looking look for tried needed needs need help helped helping assist
            assistance assistant conversation conversations mention mentioned mentions mentioning often also mostly mainly
            usually frequently commonly typically sometimes many most some several various different other related
            including such like regarding concerning about use used using get getting got give given make made was were had
            topic topics group question questions said talk talked spoke discuss discussed discussing them come came up
            common words word shared share""");

    private Claims() {}

    /**
     * One statement of a text.
     *
     * @param text as it stands in the name or description
     * @param stems its content words, each by its stem, what stands in capitals (initials, forms of companies), words without
     *     content that may be part of a name (Will, May), and symbols that stand for no letter and no number
     */
    record Claim(String text, Set<String> stems) {}

    /** The claims of a text, those of the name first; what holds no content word claims nothing. */
    static List<Claim> of(Question.Label label) {
        List<Claim> claims = new ArrayList<>();
        split(label.name(), claims);
        split(label.description(), claims);
        return List.copyOf(new LinkedHashSet<>(claims));
    }

    /** Whether the name says anything at all. */
    static boolean saysSomething(String name) {
        return !words(spelled(name)).isEmpty();
    }

    private static void split(String text, List<Claim> claims) {
        boolean begins = true;
        for (String sentence : SENTENCE.split(text)) {
            Set<String> names = names(spelled(sentence), begins);
            begins = false;
            for (String part : LIST.split(sentence)) {
                Set<String> stems = stems(part, names);
                if (!stems.isEmpty()) {
                    claims.add(new Claim(part.strip(), stems));
                }
            }
        }
    }

    /** @param names the words of its sentence that may be part of a name though they have no content */
    private static Set<String> stems(String text, Set<String> names) {
        String spelled = spelled(text);
        Set<String> stems = words(spelled);
        WORD.matcher(spelled)
                .results()
                .map(MatchResult::group)
                .filter(names::contains)
                .forEach(name -> stems.add(lower(name).toUpperCase(Locale.ROOT)));
        symbols(spelled).forEach(stems::add);
        return Set.copyOf(stems);
    }

    /**
     * Words without content that have a capital, behind the first one of a sentence: Will, May, He. Unless most of its content
     * words behind the first have none, as in a title, capitals tell nothing, and only those count that are known as names; so
     * with the first word itself, which may stand behind an abbreviation or a colon (Dr. May).
     *
     * @param begins whether the text begins with it: its first word then has a capital in any case
     */
    private static Set<String> names(String sentence, boolean begins) {
        List<String> words =
                WORD.matcher(sentence).results().map(MatchResult::group).toList();
        List<String> behind = words.stream().skip(1).toList();
        long small = behind.stream()
                .filter(word -> word.equals(lower(word)) && hasContent(word))
                .count();
        long large = behind.stream()
                .filter(word -> CAPITALIZED.test(word) && hasContent(word))
                .count();
        return Stream.concat(
                        words.stream().limit(begins ? 0 : 1).filter(word -> NAMES.contains(lower(word))),
                        behind.stream().filter(word -> small > large || NAMES.contains(lower(word))))
                .filter(CAPITALIZED)
                .filter(word -> !hasContent(word))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean hasContent(String word) {
        return Character.isLetter(word.codePointAt(0)) && !Words.isStop(lower(word));
    }

    /** As {@link Words} has it. */
    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    private static Set<String> words(String text) {
        Set<String> stems = new TreeSet<>(Words.contentStems(text));
        stems.removeAll(FRAME);
        // in some language these are words without content, and they make a company of a name, or one person of many
        CAPITALS.matcher(text)
                .results()
                .map(found -> found.group().toLowerCase(Locale.ROOT))
                .filter(Claims::mayBeName)
                .forEach(word -> stems.add(word.toUpperCase(Locale.ROOT)));
        return stems;
    }

    /** A text with the letters and numbers that its symbols stand for (NFKC); the rest of it stays as it is. */
    private static String spelled(String text) {
        return SYMBOLS.matcher(HOW_DRAWN.matcher(text).replaceAll(""))
                .replaceAll(found -> Matcher.quoteReplacement(meant(found.group())));
    }

    /** Letters that each stand in parentheses make a word, as they do for whoever reads them. */
    private static String meant(String symbols) {
        return Normalizer.normalize(symbols, Normalizer.Form.NFKC)
                .replace("(", "")
                .replace(")", "");
    }

    private static Stream<String> symbols(String text) {
        return SYMBOLS.matcher(text).results().map(MatchResult::group);
    }

    /** What a summary holds of what may be claimed, its words given: as it is written, and with its symbols spelled. */
    static Set<String> held(String summary, Set<String> words) {
        Set<String> held = held(words, Words.contentStems(summary));
        String spelled = spelled(summary);
        if (!spelled.equals(summary)) {
            held.addAll(held(Set.copyOf(Words.tokenize(spelled)), Words.contentStems(spelled)));
        }
        symbols(spelled).forEach(held::add);
        return held;
    }

    /** What a summary holds of what may be claimed, its words and stems given. */
    private static Set<String> held(Set<String> words, Set<String> stems) {
        Set<String> held = new HashSet<>(stems);
        words.stream().filter(Claims::mayBeName).forEach(word -> held.add(word.toUpperCase(Locale.ROOT)));
        return held;
    }

    /** Whether it is no stem, and counts where it has a capital. */
    private static boolean mayBeName(String word) {
        return word.length() == 1 || Words.isStop(word);
    }
}
