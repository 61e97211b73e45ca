package murmuration.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.UnitVectors;

/** Reads the vectors of an answer: one for each text, in the order of the texts, of unit length; anything else is a failure. */
final class Embeddings {
    private Embeddings() {}

    /** @param sent texts that were sent */
    static float[][] read(String answer, int sent) {
        JsonNode data = OpenAiEmbeddings.json(answer).path("data");
        require(data.size() == sent, "%d texts were sent, and %d vectors came back", sent, data.size());
        float[][] vectors = new float[sent][];
        for (JsonNode one : data) {
            int index = one.path("index").asInt(-1);
            require(index >= 0 && index < sent, "a vector has no index of a text that was sent");
            require(vectors[index] == null, "text %d has two vectors", index);
            vectors[index] = unit(one.path("embedding"));
        }
        return vectors;
    }

    private static float[] unit(JsonNode embedding) {
        float[] vector = embedding.isTextual() ? decoded(embedding.textValue()) : listed(embedding);
        require(vector.length > 0, "a vector is empty");
        UnitVectors.normalize(vector);
        for (float value : vector) {
            require(Float.isFinite(value), "a vector has no direction");
        }
        return vector;
    }

    private static float[] listed(JsonNode list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            require(list.path(i).isNumber(), "a vector holds something that is no number");
            values[i] = list.path(i).floatValue();
        }
        return values;
    }

    /** Base64 over little-endian float32. */
    private static float[] decoded(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
            require(bytes.remaining() % Float.BYTES == 0, "a vector ends within a number");
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        } catch (IllegalArgumentException e) {
            throw new MurmurationException(ErrorCode.MALFORMED_OUTPUT, "embedding: a vector is no base64", e);
        }
    }

    private static void require(boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new MurmurationException(ErrorCode.MALFORMED_OUTPUT, "embedding: " + rule.formatted(values));
        }
    }
}
