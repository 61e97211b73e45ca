package murmuration.embedding;

import ai.onnxruntime.OrtException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import murmuration.core.Embedder.Model;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * The sentence model all-MiniLM-L6-v2 with its tokenizer, loaded from a jar on the class path.
 *
 * @param model its revision is the SHA-256 of the weights
 */
record MiniLm(Model model, Tokens tokens, SentenceModel sentences) implements AutoCloseable {
    static final String ID = "all-MiniLM-L6-v2";

    /** What the model was trained to see; the rest of a longer text is not read. */
    static final int MAX_TOKENS = 256;

    private static final int DIMENSION = 384;

    /** Reads 90 MB and takes about half a second. */
    static MiniLm load() {
        try (InputStream tokenizer = resource("/all-minilm-l6-v2-tokenizer.json")) {
            ByteBuffer weights = weights();
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(weights.duplicate());
            String revision = HexFormat.of().formatHex(sha.digest());
            return new MiniLm(
                    new Model(ID, revision, DIMENSION, "mean"),
                    Tokens.of(tokenizer, MAX_TOKENS),
                    new SentenceModel(weights));
        } catch (IOException | OrtException | NoSuchAlgorithmException e) {
            throw new MurmurationException(ErrorCode.INTERNAL, "the sentence model could not be loaded", e);
        }
    }

    /** Outside the heap, so that a small one does. */
    private static ByteBuffer weights() throws IOException {
        try (InputStream in = resource("/all-minilm-l6-v2.onnx")) {
            ByteBuffer weights = ByteBuffer.allocateDirect(128 << 20);
            byte[] part = new byte[1 << 20];
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                weights.put(part, 0, read);
            }
            return weights.flip();
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = MiniLm.class.getResourceAsStream(name);
        if (in == null) {
            throw new FileNotFoundException(name);
        }
        return in;
    }

    @Override
    public void close() {
        tokens.close();
        sentences.close();
    }
}
