package murmuration.offline;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import murmuration.offline.Finding.Kind;

/**
 * Two to four capitalized words in a row that could be somebody's name, one of which is nothing else: Jane Roe, Ada M. de
 * la Cruz. Particles and initials between them belong to it.
 */
final class NameRows {
    /** What stands between a first and a last name in small letters. */
    static final Set<String> PARTICLES = Set.of(
            "van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "las", "le",
            "los", "ten", "ter", "bin", "ibn", "al", "el", "zu");

    private static final int LEAST = 2;
    private static final int MOST = 4;

    private final List<Token> tokens;
    private int words;
    private boolean telling;

    private NameRows(List<Token> tokens) {
        this.tokens = tokens;
    }

    static void find(List<Token> tokens, List<Finding> found) {
        int i = 0;
        while (i < tokens.size()) {
            NameRows row = new NameRows(tokens);
            int end = row.from(i);
            if (row.words >= LEAST && row.words <= MOST && row.telling) {
                found.add(new Finding(
                        Kind.NAME, tokens.get(i).start(), tokens.get(end - 1).end()));
            }
            i = Math.max(end, i + 1);
        }
    }

    /** Whether a capitalized word is a person's name and no ordinary word. */
    static boolean opensName(Token token) {
        return token.capitalized() && Names.ofPerson(base(token)) && !PublicWords.isCommon(base(token));
    }

    /** Reads a row that begins here; where it ends. */
    private int from(int start) {
        int end = start;
        int next = start;
        while (next < tokens.size() && belongs(tokens.get(next))) {
            telling |= opensName(tokens.get(next));
            words++;
            end = next + 1;
            next = afterLinks(end);
        }
        return end;
    }

    /** The place of the next word of a name, behind particles or an initial after a first name; none if something else follows. */
    private int afterLinks(int from) {
        int at = from;
        boolean links = Names.ofPerson(base(tokens.get(from - 1)));
        while (links && at < tokens.size() && adjacent(at) && isLink(at)) {
            at += isDotted(at) ? 2 : 1;
        }
        return at < tokens.size() && adjacent(at) ? at : tokens.size();
    }

    /** A particle or an initial; without a dot, A and I are words. */
    private boolean isLink(int at) {
        Token token = tokens.get(at);
        boolean initial = token.text().length() == 1
                && token.capitalized()
                && (isDotted(at) || !(token.text().equals("A") || token.text().equals("I")));
        return initial || PARTICLES.contains(token.lower());
    }

    private boolean isDotted(int at) {
        return at + 1 < tokens.size()
                && tokens.get(at + 1).text().equals(".")
                && tokens.get(at + 1).start() == tokens.get(at).end();
    }

    private boolean adjacent(int at) {
        return tokens.get(at).start() == tokens.get(at - 1).end() + 1;
    }

    private boolean belongs(Token token) {
        boolean shaped = token.kind() == Token.Kind.WORD
                && token.capitalized()
                && token.text().length() > 1
                && !token.text().equals(token.text().toUpperCase(Locale.ROOT));
        if (!shaped) {
            return false;
        }
        String word = base(token);
        boolean ordinary = PublicWords.isCommon(word) || Names.any(word) || Words.isStop(word);
        // a last name may be a place's, too, but behind a first name only
        return Names.ofPerson(word) || !ordinary || (telling && Names.any(word));
    }

    private static String base(Token token) {
        return token.lower().endsWith("'s")
                ? token.lower().substring(0, token.lower().length() - 2)
                : token.lower();
    }
}
