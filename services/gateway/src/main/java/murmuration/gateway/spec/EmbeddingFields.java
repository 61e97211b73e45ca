package murmuration.gateway.spec;

import java.util.List;
import murmuration.core.RunSpec;

/** Reads which embedding model a run asks. */
final class EmbeddingFields {
    static final String EMBEDDED = "all-MiniLM-L6-v2";
    static final int FEWEST = 2;
    static final int MOST = 16_384;

    private EmbeddingFields() {}

    static RunSpec.Embedding read(Fields fields) {
        try (Fields embedding = fields.inside("embedding")) {
            if (embedding.word("provider", List.of("onnx", "openai"), "onnx").equals("onnx")) {
                return new RunSpec.Embedding("onnx", embedding.word("name", List.of(EMBEDDED), EMBEDDED));
            }
            String name = embedding.text("name", ModelFields.LONGEST_NAME);
            if (!embedding.has("name")) {
                embedding.fault("name", "is required: the embedding model as openai calls it");
            }
            return new RunSpec.Embedding(
                    "openai",
                    name == null ? "" : name,
                    ModelFields.baseUrl(embedding),
                    embedding.whole("dimensions", new Fields.Range(FEWEST, MOST)));
        }
    }
}
