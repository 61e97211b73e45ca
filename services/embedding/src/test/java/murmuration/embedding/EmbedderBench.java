package murmuration.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.openblas.global.openblas;

/**
 * Measures the sentence model against what this machine's best matrix product reaches: OpenBLAS's sgemm, with as many
 * threads, in turns with it in the same run.
 *
 * <p>Counted is useful work only: the products of the layers and of attention for each text's own tokens, nothing for
 * softmax, normalization, pooling or cutting into tokens, while their time counts. Both figures are the best of the
 * rounds, since whatever else runs on the machine only slows.
 */
public final class EmbedderBench {
    private static final int ROUNDS = 15;
    private static final int TEXTS = 256;
    private static final int LAYERS = 6;
    private static final int HIDDEN = 384;
    private static final int INNER = 1536;
    private static final int SIDE = 1536;

    private EmbedderBench() {}

    /** Prints one row of a table. */
    public static void main(String[] arguments) {
        int threads = Runtime.getRuntime().availableProcessors();
        List<String> texts = texts();
        try (OnnxEmbedder embedder = new OnnxEmbedder(threads);
                MiniLm miniLm = MiniLm.load()) {
            double work = 0;
            long tokens = 0;
            for (String text : texts) {
                int length = miniLm.tokens().of(text).length;
                tokens += length;
                work += flop(length);
            }
            embedder.embed(texts);
            openblas.blas_set_num_threads(threads);
            double best = 0;
            double sgemm = 0;
            for (int round = 0; round < ROUNDS; round++) {
                sgemm = Math.max(sgemm, sgemm());
                long start = System.nanoTime();
                embedder.embed(texts);
                best = Math.max(best, work / (System.nanoTime() - start));
            }
            System.out.printf(
                    Locale.ROOT,
                    "| embedding | all-MiniLM-L6-v2, %d texts of %d tokens, %d threads | %.0f texts/s, %.0f GFLOP/s"
                            + " | sgemm %.0f GFLOP/s | %.0f %% |%n",
                    TEXTS,
                    tokens / TEXTS,
                    threads,
                    best * 1e9 / work * TEXTS,
                    best,
                    sgemm,
                    100 * best / sgemm);
        }
    }

    private static double flop(int tokens) {
        double products = 4.0 * HIDDEN * HIDDEN + 2.0 * HIDDEN * INNER;
        double attention = 2.0 * tokens * HIDDEN;
        return 2 * LAYERS * tokens * (products + attention);
    }

    /** GFLOP/s of one large product. */
    private static double sgemm() {
        float[] a = new float[SIDE * SIDE];
        float[] b = new float[SIDE * SIDE];
        float[] c = new float[SIDE * SIDE];
        Arrays.fill(a, 0.5f);
        Arrays.fill(b, 0.25f);
        double best = 0;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            openblas.cblas_sgemm(
                    openblas.CblasRowMajor,
                    openblas.CblasNoTrans,
                    openblas.CblasTrans,
                    SIDE,
                    SIDE,
                    SIDE,
                    1,
                    a,
                    SIDE,
                    b,
                    SIDE,
                    0,
                    c,
                    SIDE);
            best = Math.max(best, 2.0 * SIDE * SIDE * SIDE / (System.nanoTime() - start));
        }
        return best;
    }

    /** Texts of 8 to 40 words, as summaries are. */
    private static List<String> texts() {
        String[] words =
                ("the user asked for help with writing a letter about garden tools and wanted three short ideas"
                                + " that fit into a small budget without much work in spring")
                        .split(" ");
        Random random = new Random(11);
        return IntStream.range(0, TEXTS)
                .mapToObj(i -> {
                    StringBuilder text = new StringBuilder("text " + i);
                    for (int length = 6 + random.nextInt(33); length > 0; length--) {
                        text.append(' ').append(words[random.nextInt(words.length)]);
                    }
                    return text.toString();
                })
                .toList();
    }
}
