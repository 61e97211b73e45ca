package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import murmuration.offline.PublicWords.Fate;
import org.jspecify.annotations.Nullable;

/**
 * A sentence cut down to what many people say: public words stay in their order, names, places and numbers become their
 * types, what detectors find becomes its kind, everything else goes.
 *
 * @param text what is left, as a sentence
 * @param words words before
 * @param kept words that stayed
 * @param content stems of content words that stayed
 */
record Reduction(String text, int words, int kept, int content) {
    private static final int LONGEST = 40;
    private static final Pattern FIRST_PERSON = Pattern.compile("\\bi(?=$|[ ,'])");
    private static final Pattern CLOSING = Pattern.compile("[, ]+$");
    private static final String PERSON = "a name";
    private static final String PLACE = "a place";

    /** What a sentence is cut down to. */
    static Reduction of(Sentence sentence, PublicWords words) {
        return new Cutting(sentence, words, Detectors.find(sentence.text())).cut();
    }

    /** About the same without asking the detectors; only for choosing among sentences, never to be shown. */
    static Reduction draft(Sentence sentence, PublicWords words) {
        return new Cutting(sentence, words, List.of()).cut();
    }

    /** Whether enough is left to say something. */
    boolean speaks() {
        return kept > 0 && (content > 0 || kept == words);
    }

    /** One sentence's words on their way to what is left. Not thread-safe. */
    private static final class Cutting {
        private final Sentence sentence;
        private final PublicWords publicWords;
        private final List<Finding> found;
        private final boolean caseTells;
        private final boolean english;
        private final List<String> out = new ArrayList<>();
        private int words;
        private int kept;

        Cutting(Sentence sentence, PublicWords publicWords, List<Finding> found) {
            this.sentence = sentence;
            this.publicWords = publicWords;
            this.found = found;
            List<Token> tokens = Token.scan(sentence.text());
            this.caseTells = caseTells(tokens);
            this.english = english(tokens);
        }

        Reduction cut() {
            List<Token> tokens = Token.scan(sentence.text());
            boolean opening = true;
            for (int i = 0; i < tokens.size() && out.size() < LONGEST; i++) {
                Token token = tokens.get(i);
                Finding finding = at(token);
                if (finding != null) {
                    standIn(finding.kind().standIn());
                } else if (token.kind() == Token.Kind.UNSPACED) {
                    unspaced(token.text());
                } else if (token.kind() == Token.Kind.MARK) {
                    mark(token.text());
                } else {
                    word(tokens, i, opening);
                    opening = false;
                }
            }
            String text = finish();
            return new Reduction(text, words, kept, Words.contentStems(text).size());
        }

        private void word(List<Token> tokens, int i, boolean opening) {
            words++;
            Token token = tokens.get(i);
            boolean telling = caseTells && !opening && token.capitalized();
            switch (publicWords.judge(token, telling)) {
                case KEPT -> keep(token, telling);
                case PERSON -> {
                    if (english || (token.capitalized() && Names.any(token.lower()))) {
                        name(PERSON);
                    }
                }
                case PLACE -> name(PLACE);
                case NUMBER -> number(tokens, i);
                case GONE -> {}
            }
        }

        private void keep(Token token, boolean telling) {
            boolean partOfName = telling && !out.isEmpty() && isName(out.getLast()) && Names.any(token.lower());
            if (!partOfName) {
                out.add(token.lower());
                kept++;
            }
        }

        private void name(String standIn) {
            if (!out.isEmpty() && PublicWords.opensPlace(out.getLast())) {
                out.removeLast();
                kept--;
            }
            standIn(standIn);
        }

        private void number(List<Token> tokens, int i) {
            boolean counts = i + 1 < tokens.size()
                    && tokens.get(i + 1).kind() == Token.Kind.WORD
                    && publicWords.judge(tokens.get(i + 1), false) == Fate.KEPT
                    && plural(tokens.get(i + 1).lower());
            standIn(counts ? "a number of" : "a number");
        }

        private void standIn(String text) {
            String article = out.isEmpty() ? "" : out.getLast();
            if (article.equals("a") || article.equals("an") || article.equals("the")) {
                out.removeLast();
            }
            if (out.isEmpty() || !out.getLast().equals(text)) {
                out.add(text);
            }
        }

        private void unspaced(String run) {
            words += run.length();
            StringBuilder span = new StringBuilder();
            for (int i = 0; i + 1 < run.length(); i++) {
                if (publicWords.isPublicPair(run.substring(i, i + 2))) {
                    span.append(span.isEmpty() ? run.substring(i, i + 2) : run.substring(i + 1, i + 2));
                } else {
                    flush(span);
                }
            }
            flush(span);
        }

        private void flush(StringBuilder span) {
            if (!span.isEmpty()) {
                out.add(span.toString());
                kept += span.length();
                span.setLength(0);
            }
        }

        private void mark(String mark) {
            if (mark.equals(",") && !out.isEmpty() && !out.getLast().endsWith(",")) {
                out.set(out.size() - 1, out.getLast() + ",");
            }
        }

        private String finish() {
            String text = CLOSING.matcher(String.join(" ", out)).replaceAll("");
            if (text.isEmpty()) {
                return "";
            }
            String written = Prose.capitalized(Prose.spelled(text));
            return FIRST_PERSON.matcher(written).replaceAll("I") + (sentence.asks() ? "?" : ".");
        }

        private @Nullable Finding at(Token token) {
            for (Finding finding : found) {
                if (token.start() < finding.end() && token.end() > finding.start()) {
                    return finding;
                }
            }
            return null;
        }

        private static boolean isName(String text) {
            return text.equals(PERSON) || text.equals(PLACE);
        }

        private static boolean plural(String word) {
            return (word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("'s") && word.length() > 3)
                    || word.equals("people");
        }

        /** Elsewhere too many ordinary words are somebody's name to say so. */
        private static boolean english(List<Token> tokens) {
            long words =
                    tokens.stream().filter(t -> t.kind() == Token.Kind.WORD).count();
            long common = tokens.stream()
                    .filter(t -> t.kind() == Token.Kind.WORD && PublicWords.isCommon(t.lower()))
                    .count();
            return common * 2 >= words;
        }

        /** In a title or in capitals every word begins with one, so that capitals tell nothing. */
        private static boolean caseTells(List<Token> tokens) {
            long words =
                    tokens.stream().filter(t -> t.kind() == Token.Kind.WORD).count();
            long capitalized = tokens.stream()
                    .filter(t -> t.kind() == Token.Kind.WORD && t.capitalized())
                    .count();
            return words < 4 || capitalized * 5 < words * 3;
        }
    }
}
