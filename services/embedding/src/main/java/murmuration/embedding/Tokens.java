package murmuration.embedding;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Cuts texts into the word pieces that the sentence model knows. Thread-safe. */
final class Tokens implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    private Tokens(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Reads a tokenizer's file; every text is cut to this many tokens. */
    static Tokens of(InputStream file, int maxTokens) throws IOException {
        // The library reports its start to its makers and looks for other builds of itself in the network, unless it is
        // told
        // not to before its first class is loaded.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        return new Tokens(HuggingFaceTokenizer.newInstance(
                file,
                Map.of(
                        "truncation", "true",
                        "maxLength", Integer.toString(maxTokens),
                        "padding", "false",
                        "addSpecialTokens", "true")));
    }

    /** The ids of a text's tokens, with the two that stand for its begin and end. */
    long[] of(String text) {
        try {
            return tokenizer.encode(text).getIds();
        } catch (RuntimeException e) {
            // the library's message may quote the text
            throw new MurmurationException(
                    ErrorCode.INTERNAL, "a text of %d characters has no tokens".formatted(text.length()));
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
