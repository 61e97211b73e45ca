package murmuration.offline;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A piece of a text with its place: a word, a number, a run of Chinese or Japanese, or one mark.
 *
 * @param text as it was written
 * @param start offset in UTF-16 units
 * @param kind what it is
 */
record Token(String text, int start, Kind kind) {
    enum Kind {
        WORD,
        NUMBER,
        UNSPACED,
        MARK
    }

    int end() {
        return start + text.length();
    }

    String lower() {
        return text.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    }

    boolean capitalized() {
        return Character.isUpperCase(text.codePointAt(0));
    }

    /** Adds what {@link Words#tokenize} makes of this piece. */
    void addTo(List<String> words) {
        switch (kind) {
            case WORD, NUMBER -> words.add(lower());
            case UNSPACED -> {
                if (text.length() == 1) {
                    words.add(text);
                }
                for (int i = 0; i + 1 < text.length(); i++) {
                    words.add(text.substring(i, i + 2));
                }
            }
            case MARK -> {}
        }
    }

    /** All pieces of a text in order; white space is left out. */
    static List<Token> scan(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            int end = at + Character.charCount(point);
            if (unspaced(point)) {
                end = runOfUnspaced(text, end);
                tokens.add(new Token(text.substring(at, end), at, Kind.UNSPACED));
            } else if (inWord(point)) {
                end = runOfWord(text, end);
                String word = text.substring(at, end);
                tokens.add(new Token(word, at, digits(word) ? Kind.NUMBER : Kind.WORD));
            } else if (!Character.isWhitespace(point) && !Character.isSpaceChar(point)) {
                tokens.add(new Token(text.substring(at, end), at, Kind.MARK));
            }
            at = end;
        }
        return tokens;
    }

    private static int runOfUnspaced(String text, int from) {
        int at = from;
        while (at < text.length() && unspaced(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private static int runOfWord(String text, int from) {
        int at = from;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            boolean apostrophe = (point == '\'' || point == '\u2019') && next < text.length();
            if (apostrophe && Character.isLetter(text.codePointAt(next))) {
                at = next;
            } else if (inWord(point) && !unspaced(point)) {
                at = next;
            } else {
                break;
            }
        }
        return at;
    }

    private static boolean inWord(int point) {
        return Character.isLetterOrDigit(point)
                || Character.getType(point) == Character.NON_SPACING_MARK
                || Character.getType(point) == Character.COMBINING_SPACING_MARK;
    }

    private static boolean unspaced(int point) {
        if (point < 0x2E80) {
            return false;
        }
        UnicodeScript script = UnicodeScript.of(point);
        return script == UnicodeScript.HAN || script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA;
    }

    private static boolean digits(String word) {
        return word.codePoints().allMatch(Character::isDigit);
    }
}
