package murmuration.models;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts tokens as OpenAI's newer models do. Other models cut their words otherwise, most of them into about as many pieces;
 * what was really used is what the provider says with its answer.
 */
final class Tokens {
    /** What Anthropic adds of its own where an answer is the input of a tool. */
    private static final int TOOL_USE = 313;

    private static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    private Tokens() {}

    /** What the call sends, its schema included. */
    static long of(Call call) {
        return count(call.system())
                + count(call.user())
                + count(call.schema().toString())
                + (call.at().startsWith("anthropic") ? TOOL_USE : 0);
    }

    static long count(String text) {
        return ENCODING.countTokensOrdinary(text);
    }
}
