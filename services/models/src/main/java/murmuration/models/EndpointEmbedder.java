package murmuration.models;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import murmuration.core.Embedder;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;
import murmuration.core.RunSpec;
import murmuration.runtime.Json;

/**
 * Embeds at an endpoint what was not embedded there before, in batches. An endpoint's vectors are not the same bit for bit when
 * they are asked for again, so that those count which are kept. Thread-safe.
 */
final class EndpointEmbedder implements Embedder {
    static final int BATCH_TEXTS = 256;
    static final long BATCH_TOKENS = 50_000;

    /** What is embedded where only the number of dimensions is wanted, or whether the endpoint embeds at all. */
    private static final String ANY = "dimension";

    private static final Schema NONE = Schema.of(JsonObjectSchema.builder().build());

    private final RunSpec.Embedding spec;
    private final KnownVectors known;
    private final Provider provider;
    private volatile int measured;

    /** Once the endpoint has, what it does not take of another request is the texts. */
    private volatile boolean answered;

    EndpointEmbedder(RunSpec.Embedding spec, KnownVectors known, Provider provider) {
        this.spec = spec;
        this.known = known;
        this.provider = provider;
    }

    @Override
    public Model model() {
        return new Model(spec.provider() + "/" + spec.name(), "", dimension(), "");
    }

    @Override
    public Matrix embed(List<String> texts) {
        int d = dimension();
        Map<String, float[]> vectors = vectors(texts.stream().distinct().toList());
        Matrix result = Matrix.zeros(texts.size(), d);
        for (int i = 0; i < texts.size(); i++) {
            result.put(i, checked(Objects.requireNonNull(vectors.get(texts.get(i))), d));
        }
        return result;
    }

    /** What the spec says, or else the vector that was kept first. */
    private int dimension() {
        Integer said = spec.dimensions();
        if (said == null && measured == 0) {
            measured = Objects.requireNonNull(vectors(List.of(ANY)).get(ANY)).length;
        }
        return said == null ? measured : said;
    }

    private Map<String, float[]> vectors(List<String> texts) {
        Map<String, float[]> vectors = new HashMap<>(known.find(texts));
        for (List<String> batch : batches(
                texts.stream().filter(text -> !vectors.containsKey(text)).toList())) {
            vectors.putAll(asked(batch));
        }
        return vectors;
    }

    private float[] checked(float[] vector, int d) {
        if (vector.length != d) {
            throw new MurmurationException(
                    ErrorCode.INVALID_SPEC,
                    "embedding.dimensions: %s gives vectors of %d dimensions, not %d%s"
                            .formatted(
                                    spec.name(),
                                    vector.length,
                                    d,
                                    spec.dimensions() == null ? " as before: it is another model by now" : ""));
        }
        return vector;
    }

    /** In order, as many together as one request takes. */
    private static List<List<String>> batches(List<String> texts) {
        List<List<String>> batches = new ArrayList<>();
        int first = 0;
        long tokens = 0;
        for (int i = 0; i < texts.size(); i++) {
            long own = Tokens.count(texts.get(i));
            if (i > first && (i - first == BATCH_TEXTS || tokens + own > BATCH_TOKENS)) {
                batches.add(texts.subList(first, i));
                first = i;
                tokens = 0;
            }
            tokens += own;
        }
        if (first < texts.size()) {
            batches.add(texts.subList(first, texts.size()));
        }
        return batches;
    }

    /** Servers differ in how much they take at once: what is too much is asked in halves. */
    private Map<String, float[]> asked(List<String> batch) {
        float[][] vectors;
        try {
            vectors = Embeddings.read(sent(batch), batch.size());
        } catch (MurmurationException e) {
            if (e.code() != ErrorCode.CONTEXT_TOO_LONG || batch.size() == 1) {
                throw e;
            }
            Map<String, float[]> halves = new HashMap<>(asked(batch.subList(0, batch.size() / 2)));
            halves.putAll(asked(batch.subList(batch.size() / 2, batch.size())));
            return halves;
        }
        Map<String, float[]> given = new HashMap<>();
        for (int i = 0; i < vectors.length; i++) {
            given.put(batch.get(i), vectors[i]);
        }
        return known.keep(given);
    }

    /** The endpoint's answer. Where it does not take the first that this run asks, a word of our own tells what is to blame. */
    private String sent(List<String> texts) {
        try {
            String answer = provider.send(call(texts)).text();
            answered = true;
            return answer;
        } catch (MurmurationException e) {
            if (answered || e.code() != ErrorCode.INVALID_INPUT) {
                throw e;
            }
            if (texts.equals(List.of(ANY))) {
                throw OpenAiEmbeddings.notTaken();
            }
            var ignored = sent(List.of(ANY));
            throw e;
        }
    }

    private Call call(List<String> batch) {
        return new Call(
                spec.provider() + " " + Objects.requireNonNullElse(spec.baseUrl(), ""),
                Purpose.EMBED,
                spec.name(),
                "",
                Json.write(batch),
                NONE,
                0,
                0,
                Subject.SEVERAL);
    }
}
