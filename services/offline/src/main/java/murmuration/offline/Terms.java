package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Finds things that are spoken of in a sentence of any language, without grammar: up to three content words in a row, or
 * two to four characters of Chinese or Japanese.
 */
final class Terms {
    private static final int LONGEST = 3;
    private static final int LONGEST_UNSPACED = 4;

    private Terms() {}

    static void find(String sentence, BiConsumer<Phrase, String> found) {
        List<String> run = new ArrayList<>();
        for (Token token : Token.scan(sentence)) {
            switch (token.kind()) {
                case UNSPACED -> unspaced(token.text(), found);
                case WORD -> {
                    if (Words.isStop(token.lower()) || token.text().length() < 3 || isStandIn(run, token)) {
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
                if (!Words.isStop(span.substring(from, from + 1))
                        && !Words.isStop(span.substring(to - 1, to))
                        && !Words.isStop(term)) {
                    found.accept(Phrase.topic(List.of(term)), "");
                }
            }
        }
    }
}
