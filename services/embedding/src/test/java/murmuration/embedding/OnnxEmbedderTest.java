package murmuration.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import murmuration.core.Matrix;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OnnxEmbedderTest {
    private static final OnnxEmbedder EMBEDDER = new OnnxEmbedder(2);

    @AfterAll
    static void close() {
        EMBEDDER.close();
    }

    @Test
    void agreesWithThePublishedVectorsOfTheModel() {
        Matrix vectors = EMBEDDER.embed(List.of("This is an example sentence", "Each sentence is converted"));

        // the model's own page shows these
        assertThat(List.of(vectors.row(0)[0], vectors.row(0)[1], vectors.row(0)[2]))
                .usingElementComparator(OnnxEmbedderTest::near)
                .containsExactly(0.0676569f, 0.0634959f, 0.0487131f);
        assertThat(List.of(vectors.row(1)[0], vectors.row(1)[1], vectors.row(1)[2]))
                .usingElementComparator(OnnxEmbedderTest::near)
                .containsExactly(0.0864386f, 0.1027628f, 0.0053946f);
    }

    @Test
    void aTextHasTheSameBitsInAnyCompanyAndWithAnyNumberOfThreads() {
        List<String> texts = texts(300);
        Matrix together = EMBEDDER.embed(texts);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
        Collections.shuffle(order, new Random(3));
        Matrix shuffled = EMBEDDER.embed(order.stream().map(texts::get).toList());
        for (int i = 0; i < order.size(); i++) {
            assertThat(shuffled.row(i)).isEqualTo(together.row(order.get(i)));
        }
        try (OnnxEmbedder one = new OnnxEmbedder(1)) {
            assertThat(one.embed(texts.subList(0, 100)).values())
                    .isEqualTo(EMBEDDER.embed(texts.subList(0, 100)).values());
        }
        for (int i = 0; i < texts.size(); i += 7) {
            assertThat(EMBEDDER.embed(List.of(texts.get(i))).values()).isEqualTo(together.row(i));
        }
    }

    @Test
    void batchesHoldTextsOfOneLengthTheLongestFirst() {
        Random random = new Random(1);
        List<long[]> tokens = IntStream.range(0, 500)
                .mapToObj(i -> new long[2 + random.nextInt(254)])
                .toList();

        List<int[]> batches = OnnxEmbedder.batches(tokens);

        List<Integer> all = new ArrayList<>();
        int last = Integer.MAX_VALUE;
        for (int[] batch : batches) {
            int length = tokens.get(batch[0]).length;
            assertThat(length).isLessThanOrEqualTo(last);
            assertThat(batch.length).isBetween(1, Math.max(1, 1024 / length));
            for (int i : batch) {
                assertThat(tokens.get(i)).hasSize(length);
                all.add(i);
            }
            last = length;
        }
        assertThat(all).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void vectorsHaveUnitLengthAlsoOfTextsThatSayNothingOrTooMuch() {
        Matrix vectors = EMBEDDER.embed(List.of("", "   \n", "🙂", "größer, 更大, больше", "word ".repeat(20_000)));

        for (int i = 0; i < vectors.n(); i++) {
            double square = 0;
            for (float value : vectors.row(i)) {
                square += (double) value * value;
            }
            assertThat(square).isCloseTo(1, offset(1e-6));
        }
        assertThat(EMBEDDER.embed(List.of()).n()).isZero();
    }

    @Test
    void whatMeansTheSameIsNear() {
        Matrix vectors = EMBEDDER.embed(List.of(
                "Write a cover letter for a job application",
                "Help me with the letter that goes with my résumé",
                "Find the bug in this Python function"));

        assertThat(dot(vectors, 0, 1)).isGreaterThan(0.4).isGreaterThan(dot(vectors, 0, 2) + 0.2);
    }

    @Test
    void theRevisionIsTheDigestOfTheWeights() {
        assertThat(EMBEDDER.model().revision())
                .isEqualTo("759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e");
        assertThat(EMBEDDER.model().dimension()).isEqualTo(384);
    }

    @Test
    void theRuntimeKnowsNobodyToReportTo() throws IOException {
        String path = "/ai/onnxruntime/native/linux-x64/libonnxruntime.so";
        try (InputStream library = OnnxEmbedderTest.class.getResourceAsStream(path)) {
            assertThat(library).isNotNull();
            assertThat(new String(library.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("events.data.microsoft.com");
        }
        EMBEDDER.model();
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    }

    private static int near(float a, float b) {
        return Math.abs(a - b) < 1e-5 ? 0 : Float.compare(a, b);
    }

    private static double dot(Matrix vectors, int a, int b) {
        double sum = 0;
        for (int j = 0; j < vectors.d(); j++) {
            sum += (double) vectors.row(a)[j] * vectors.row(b)[j];
        }
        return sum;
    }

    /** Made-up texts of 3 to 40 words. */
    static List<String> texts(int n) {
        String[] words =
                ("write fix explain plan translate compare a the for with my garden code letter recipe trip budget"
                                + " table function poem schedule in two three days short polite spicy cheap please quickly")
                        .split(" ");
        Random random = new Random(7);
        return IntStream.range(0, n)
                .mapToObj(i -> {
                    StringBuilder text = new StringBuilder("request " + i);
                    for (int length = 2 + random.nextInt(38); length > 0; length--) {
                        text.append(' ').append(words[random.nextInt(words.length)]);
                    }
                    return text.toString();
                })
                .toList();
    }
}
