package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A sentence that a user wrote.
 *
 * @param text without the white space around it
 * @param turn which of the user's turns it stands in, from 0
 * @param place which sentence of that turn it is, from 0
 * @param last whether its turn ends with it
 */
record Sentence(String text, int turn, int place, boolean last) {
    private static final Pattern CODE_BLOCK = Pattern.compile("```.*?(?:```|\\z)", Pattern.DOTALL);
    private static final Pattern END =
            Pattern.compile("(?<=[.!?])[\"')\\]]*\\s+|(?<=[。！？；])|\\s*\\R\\s*|(?<=:)\\s+(?=\")");
    private static final int HEAD = 4_000;
    private static final int TAIL = 1_500;
    private static final int LONGEST = 700;
    private static final int MOST = 60;

    /** The sentences of one turn in order; of a long one, those of its beginning and its end. */
    static List<Sentence> of(String turnText, int turn) {
        String text = CODE_BLOCK.matcher(ends(turnText)).replaceAll("\n");
        List<String> parts = new ArrayList<>();
        for (String part : END.split(text)) {
            String stripped = part.strip();
            if (!stripped.isEmpty()) {
                parts.add(stripped.length() > LONGEST ? stripped.substring(0, LONGEST) : stripped);
            }
        }
        List<Sentence> sentences = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (i < MOST || i >= parts.size() - MOST / 3) {
                sentences.add(new Sentence(parts.get(i), turn, i, i == parts.size() - 1));
            }
        }
        return sentences;
    }

    boolean asks() {
        return text.endsWith("?") || text.endsWith("？");
    }

    private static String ends(String text) {
        return text.length() <= HEAD + TAIL
                ? text
                : text.substring(0, HEAD) + "\n" + text.substring(text.length() - TAIL);
    }
}
