package murmuration.core;

import java.util.List;

/**
 * One turn of a conversation.
 *
 * @param text what was said, empty if nothing
 * @param toolCalls names of the tools that were called, without arguments
 * @param attachments types of what was attached, without names or content
 */
public record Turn(Role role, String text, List<String> toolCalls, List<String> attachments) {
    public Turn {
        toolCalls = List.copyOf(toolCalls);
        attachments = List.copyOf(attachments);
    }

    /** A turn of words only. */
    public Turn(Role role, String text) {
        this(role, text, List.of(), List.of());
    }
}
