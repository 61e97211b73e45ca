package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds things that are spoken of in a sentence of any language, without grammar: up to three content words in a row, or
 * two to four characters of Chinese or Japanese.
 */
final class Terms {
    private static final int LONGEST = 3;
    private static final int LONGEST_UNSPACED = 4;
    private static final Set<String> STOPS = stops();
    private static final Set<String> EDGES = Resources.words("edges.txt");

    private Terms() {}

    static void find(String sentence, BiConsumer<Phrase, String> found) {
        List<String> run = new ArrayList<>();
        for (Token token : Token.scan(sentence)) {
            switch (token.kind()) {
                case UNSPACED -> unspaced(token.text(), found);
                case WORD -> {
                    if (Words.isStop(token.lower())
                            || STOPS.contains(token.lower())
                            || token.text().length() < 3
                            || isStandIn(run, token)) {
                        run.clear();
                    } else {
                        run.add(token.lower());
                        row(run, found);
                    }
                }
                case NUMBER, MARK -> run.clear();
            }
        }
    }

    /** In another language nobody says name, number or place but we. */
    private static boolean isStandIn(List<String> run, Token token) {
        return run.isEmpty() && Words.standsIn("a", token.lower());
    }

    private static void row(List<String> run, BiConsumer<Phrase, String> found) {
        for (int from = Math.max(0, run.size() - LONGEST); from < run.size(); from++) {
            found.accept(Phrase.topic(run.subList(from, run.size())), "");
        }
    }

    private static void unspaced(String span, BiConsumer<Phrase, String> found) {
        for (int from = 0; from < span.length(); from++) {
            for (int to = from + 2; to <= Math.min(span.length(), from + LONGEST_UNSPACED); to++) {
                String term = span.substring(from, to);
                if (!EDGES.contains(span.substring(from, from + 1))
                        && !EDGES.contains(span.substring(to - 1, to))
                        && !Words.isStop(term)) {
                    found.accept(Phrase.topic(List.of(term)), "");
                }
            }
        }
    }

    /** Function words of many languages, as Lucene carries them. */
    private static Set<String> stops() {
        String folder = "org/apache/lucene/analysis/";
        Stream<String> snowball = Stream.of(
                        "danish",
                        "dutch",
                        "finnish",
                        "french",
                        "german",
                        "hungarian",
                        "italian",
                        "norwegian",
                        "portuguese",
                        "russian",
                        "spanish",
                        "swedish")
                .map(language -> folder + "snowball/" + language + "_stop.txt");
        Stream<String> others = Stream.of("ar", "bg", "ca", "cz", "el", "fa", "hi", "id", "ro", "sr", "tr")
                .map(language -> folder + language + "/stopwords.txt");
        return Stream.concat(snowball, others)
                .flatMap(list -> Resources.read(list).lines())
                .map(line -> line.split("[|#]", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
