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

    /** The transcript in at most about so many tokens, not counted the tag around it, the mark and the tags at it. */
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
        int tail = rendered.size() - 1;
        long right = half;
        while (cost(rendered.get(tail)) <= right) {
            right -= cost(rendered.get(tail--));
        }
        String first = body(turns.get(head));
        String last = body(turns.get(tail));
        int until = beginning(first, left);
        int from = Math.max(end(last, right), head == tail ? until : 0);
        List<String> parts = new ArrayList<>(rendered.subList(0, head));
        parts.add(tagged(turns.get(head).role(), first.substring(0, until)));
        parts.add(OMITTED);
        parts.add(tagged(turns.get(tail).role(), last.substring(from)));
        parts.addAll(rendered.subList(tail + 1, rendered.size()));
        return String.join("", parts);
    }

    private static String render(Turn turn) {
        return tagged(turn.role(), body(turn));
    }

    private static String tagged(Role role, String body) {
        String tag = role.name().toLowerCase(Locale.ROOT);
        return "<" + tag + ">" + body + "</" + tag + ">\n";
    }

    private static String body(Turn turn) {
        // what a tool answered is data about someone more often than something anybody said
        StringBuilder out = new StringBuilder(turn.role() == Role.TOOL ? "" : escaped(turn.text()));
        turn.toolCalls()
                .forEach(name ->
                        out.append("<tool_call name=\"").append(escaped(name)).append("\"/>"));
        turn.attachments()
                .forEach(type ->
                        out.append("<attachment type=\"").append(escaped(type)).append("\"/>"));
        return out.toString();
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
        return cost(text, 0, text.length());
    }

    private static long cost(String text, int from, int to) {
        long cost = 0;
        for (int at = from; at < to; at += Character.charCount(text.codePointAt(at))) {
            cost += cost(text.codePointAt(at));
        }
        return cost;
    }

    /** Up to where a body costs no more than this. */
    private static int beginning(String body, long budget) {
        int at = 0;
        long left = budget;
        while (at < body.length()) {
            int next = after(body, at);
            left -= cost(body, at, next);
            if (left < 0) {
                break;
            }
            at = next;
        }
        return at;
    }

    /** From where on a body costs no more than this. */
    private static int end(String body, long budget) {
        int at = 0;
        long left = cost(body);
        while (left > budget) {
            int next = after(body, at);
            left -= cost(body, at, next);
            at = next;
        }
        return at;
    }

    /** Where the character, the escape or the tag ends that begins here: none is cut. */
    private static int after(String body, int at) {
        return switch (body.charAt(at)) {
            case '&' -> body.indexOf(';', at) + 1;
            case '<' -> body.indexOf('>', at) + 1;
            default -> body.offsetByCodePoints(at, 1);
        };
    }
}
