package murmuration.extraction;

import static murmuration.core.MurmurationException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import murmuration.core.Conversation;
import murmuration.core.Role;
import murmuration.core.Turn;

/**
 * A conversation as a model is shown it (method.md, 2): tags by role, text escaped so that it cannot close one, no system
 * prompt, of tool calls the name, of tool results and attachments only that they were there. Over the budget, head and
 * tail are kept and the middle is marked.
 */
final class Transcript {
    private static final String OMITTED = "<omitted/>\n";

    /** Characters of a token, about; of Chinese and its like there is one. */
    private static final int CHARACTERS_PER_TOKEN = 4;

    private static final int FIRST_WIDE = 0x2E80;

    private Transcript() {}

    /** The transcript in at most about so many tokens. */
    static String of(Conversation conversation, int maxTokens) {
        require(maxTokens >= 100, "a transcript has 100 tokens or more, not %d", maxTokens);
        List<Turn> turns = conversation.turns().stream()
                .filter(turn -> turn.role() != Role.SYSTEM)
                .toList();
        List<String> rendered = turns.stream().map(Transcript::render).toList();
        // quarter tokens, so that no fraction is lost
        long budget = (long) maxTokens * CHARACTERS_PER_TOKEN;
        long total = rendered.stream().mapToLong(Transcript::cost).sum();
        String body = total <= budget ? String.join("", rendered) : cut(turns, rendered, budget / 2);
        return "<conversation>\n" + body + "</conversation>";
    }

    private static String cut(List<Turn> turns, List<String> rendered, long half) {
        int head = 0;
        long left = half;
        while (cost(rendered.get(head)) <= left) {
            left -= cost(rendered.get(head++));
        }
        List<String> parts = new ArrayList<>(rendered.subList(0, head));
        parts.add(render(withText(turns.get(head), beginning(turns.get(head).text(), left))));
        parts.add(OMITTED);
        int tail = rendered.size() - 1;
        left = half;
        while (cost(rendered.get(tail)) <= left) {
            left -= cost(rendered.get(tail--));
        }
        parts.add(render(withText(turns.get(tail), end(turns.get(tail).text(), left))));
        parts.addAll(rendered.subList(tail + 1, rendered.size()));
        return String.join("", parts);
    }

    private static Turn withText(Turn turn, String text) {
        return new Turn(turn.role(), text, turn.toolCalls(), turn.attachments());
    }

    private static String render(Turn turn) {
        String tag = turn.role().name().toLowerCase(Locale.ROOT);
        StringBuilder out = new StringBuilder().append('<').append(tag).append('>');
        // what a tool answered is data about someone more often than something anybody said
        out.append(turn.role() == Role.TOOL ? "" : escaped(turn.text()));
        turn.toolCalls()
                .forEach(name ->
                        out.append("<tool_call name=\"").append(escaped(name)).append("\"/>"));
        turn.attachments()
                .forEach(type ->
                        out.append("<attachment type=\"").append(escaped(type)).append("\"/>"));
        return out.append("</").append(tag).append(">\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static int cost(int character) {
        return character < FIRST_WIDE ? 1 : CHARACTERS_PER_TOKEN;
    }

    private static long cost(String text) {
        long cost = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            cost += cost(text.codePointAt(at));
        }
        return cost;
    }

    private static String beginning(String text, long budget) {
        int at = 0;
        long left = budget;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            left -= cost(character);
            if (left < 0) {
                break;
            }
            at += Character.charCount(character);
        }
        return text.substring(0, at);
    }

    private static String end(String text, long budget) {
        int at = text.length();
        long left = budget;
        while (at > 0) {
            int character = text.codePointBefore(at);
            left -= cost(character);
            if (left < 0) {
                break;
            }
            at -= Character.charCount(character);
        }
        return text.substring(at);
    }
}
