package murmuration.extraction;

import murmuration.core.Conversation;

/** A conversation as a run's model is shown it. */
public final class Transcripts {
    private static final int TOKENS = 3_000;

    private Transcripts() {}

    /** The transcript of a conversation. */
    public static String of(Conversation conversation) {
        return Transcript.of(conversation, TOKENS);
    }
}
