package murmuration.models;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts tokens as OpenAI's newer models do. Other models cut their words otherwise, most of them into about as many pieces;
 * what was really used is what the provider says with its answer.
 */
final class Tokens {
    /** What Anthropic adds of its own where an answer is the input of a tool. */
    private static final int TOOL_USE = 313;

    private static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    /** Nearly all calls of a run have the same words around what they ask. */
    private static final Counted COUNTED = new Counted();

    private Tokens() {}

    /** Counts of a few texts that come again and again. */
    private static final class Counted {
        private static final int MOST = 64;

        private final Map<String, Long> counts = new ConcurrentHashMap<>();

        long of(String text) {
            if (counts.size() >= MOST) {
                counts.clear();
            }
            return counts.computeIfAbsent(text, Tokens::count);
        }
    }

    /** What the call sends, its schema included. */
    static long of(Call call) {
        return COUNTED.of(call.system())
                + count(call.user())
                + COUNTED.of(call.schema().text())
                + added(call);
    }

    /** No fewer than that, without counting: a token has at least one byte. */
    static long atMost(Call call) {
        return bytes(call.system()) + bytes(call.user()) + bytes(call.schema().text()) + added(call);
    }

    private static long added(Call call) {
        return call.at().startsWith("anthropic") ? TOOL_USE : 0;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static long count(String text) {
        return ENCODING.countTokensOrdinary(text);
    }
}
