package murmuration.embedding;

import static murmuration.core.MurmurationException.require;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.UnitVectors;

/**
 * A sentence model in the ONNX format: token ids in, unit vectors out, the mean over a text's tokens.
 *
 * <p>Thread-safe; each call computes on its caller's thread alone. All texts of a call have the same number of tokens, so
 * nothing is padded: a padded text's sums would be taken in another order, and its bits would depend on its company.
 */
final class SentenceModel implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;

    /** Loads a model; the weights are not needed afterwards. */
    SentenceModel(ByteBuffer weights) throws OrtException {
        environment = KeptEnvironment.get();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setDeterministicCompute(true);
            session = environment.createSession(weights, options);
        }
    }

    /** One unit vector per text. */
    float[][] embed(List<long[]> texts) {
        int n = texts.size();
        int length = texts.getFirst().length;
        long[] ids = new long[n * length];
        for (int i = 0; i < n; i++) {
            require(texts.get(i).length == length, "%d and %d tokens in one call", length, texts.get(i).length);
            System.arraycopy(texts.get(i), 0, ids, i * length, length);
        }
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor tokens = tensor(ids, n, length);
                OnnxTensor mask = tensor(ones, n, length);
                OnnxTensor types = tensor(new long[ids.length], n, length);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types))) {
            return means(((OnnxTensor) result.get(0)).getFloatBuffer(), n, length);
        } catch (OrtException e) {
            throw new MurmurationException(
                    ErrorCode.INTERNAL, "the sentence model failed on %d × %d tokens".formatted(n, length), e);
        }
    }

    private OnnxTensor tensor(long[] values, int n, int length) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {n, length});
    }

    /** Means over the tokens, to unit length; the sums are taken in the order of the tokens. */
    private static float[][] means(FloatBuffer hidden, int n, int length) {
        int d = hidden.remaining() / (n * length);
        float[][] vectors = new float[n][d];
        float[] token = new float[d];
        for (float[] vector : vectors) {
            for (int t = 0; t < length; t++) {
                hidden.get(token);
                for (int j = 0; j < d; j++) {
                    vector[j] += token[j];
                }
            }
            UnitVectors.normalize(vector);
        }
        return vectors;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new MurmurationException(ErrorCode.INTERNAL, "the sentence model could not be closed", e);
        }
    }
}
