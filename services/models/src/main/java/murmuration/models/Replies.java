package murmuration.models;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.ContentFilteredException;
import java.util.function.Supplier;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replies from what a client library hands out, and nothing of its own failures' words. */
final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    private Replies() {}

    /** @param said what the provider says that it has used; what it does not say is counted */
    static Reply of(Call call, @Nullable String text, Reply.Stop stop, Used said) {
        String known = text == null ? "" : text;
        return new Reply(
                known,
                stop,
                said.input() > 0 ? said.input() : Tokens.of(call),
                said.output() > 0 ? said.output() : Tokens.count(known),
                said.cacheWritten(),
                said.cacheRead());
    }

    /** What a tool takes, or else what is said. */
    static @Nullable String text(AiMessage message) {
        return message.hasToolExecutionRequests()
                ? message.toolExecutionRequests().getFirst().arguments()
                : message.text();
    }

    static Reply received(Call call, Supplier<Reply> answer) {
        try {
            return answer.get();
        } catch (MurmurationException e) {
            if (e.code() == ErrorCode.MALFORMED_OUTPUT) {
                // the model has answered, and its server does not hand on what cannot be read
                return of(call, "", Reply.Stop.END, Used.NOTHING);
            }
            throw e;
        } catch (ContentFilteredException e) {
            // what was used stands in the answer, and the library does not hand it on
            return of(call, e.getMessage(), Reply.Stop.REFUSED, Used.NOTHING);
        } catch (RuntimeException e) {
            if (Exchange.wasAnswered()) {
                LOG.warn(
                        "an answer is not understood: provider={} model={} cause={}",
                        call.provider(),
                        call.model(),
                        e.getClass().getSimpleName());
                // the most that it may have cost
                return new Reply("", Reply.Stop.END, Tokens.of(call), call.maxTokens());
            }
            // without the cause: its message may quote the answer
            throw new MurmurationException(
                    ErrorCode.INTERNAL,
                    "the provider's answer is not understood: " + e.getClass().getSimpleName());
        }
    }

    static long or0(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
