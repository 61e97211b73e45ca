package murmuration.models;

import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.output.TokenUsage;
import java.util.function.Supplier;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** Replies from what a client library hands out, and nothing of its own failures' words. */
final class Replies {
    private Replies() {}

    static Reply of(@Nullable String text, Reply.Stop stop, @Nullable TokenUsage usage) {
        return new Reply(
                text == null ? "" : text,
                stop,
                usage == null ? 0 : or0(usage.inputTokenCount()),
                usage == null ? 0 : or0(usage.outputTokenCount()));
    }

    static Reply received(Supplier<Reply> call) {
        try {
            return call.get();
        } catch (MurmurationException e) {
            throw e;
        } catch (ContentFilteredException e) {
            return new Reply("", Reply.Stop.REFUSED, 0, 0);
        } catch (RuntimeException e) {
            // without the cause: its message may quote the answer
            throw new MurmurationException(
                    ErrorCode.INTERNAL,
                    "the provider's answer is not understood: " + e.getClass().getSimpleName());
        }
    }

    private static long or0(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
