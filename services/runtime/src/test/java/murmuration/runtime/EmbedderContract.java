package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import murmuration.core.Embedder;
import murmuration.core.Matrix;
import org.junit.jupiter.api.Test;

/** What every embedder does; a subclass for each adapter says which one. */
public abstract class EmbedderContract {
    /** The embedder under test. */
    protected abstract Embedder embedder();

    @Test
    void everyTextHasItsVectorInTheOrderOfTheTexts() {
        List<String> texts = texts(300);
        Matrix together = embedder().embed(texts);
        assertThat(together.n()).isEqualTo(texts.size());
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
        Collections.shuffle(order, new Random(3));

        Matrix shuffled = embedder().embed(order.stream().map(texts::get).toList());

        for (int i = 0; i < order.size(); i++) {
            assertThat(shuffled.row(i)).isEqualTo(together.row(order.get(i)));
        }
    }

    @Test
    void aTextHasTheSameBitsEachTimeHoweverOftenItComes() {
        Matrix twice = embedder().embed(List.of("a poem", "a plan", "a poem"));

        assertThat(twice.row(2)).isEqualTo(twice.row(0)).isNotEqualTo(twice.row(1));
        assertThat(embedder().embed(List.of("a poem")).row(0)).isEqualTo(twice.row(0));
    }

    @Test
    void vectorsHaveUnitLengthAndTheDimensionOfTheModel() {
        Matrix vectors = embedder().embed(texts(20));

        assertThat(vectors.d()).isEqualTo(embedder().model().dimension());
        for (int i = 0; i < vectors.n(); i++) {
            double square = 0;
            for (float value : vectors.row(i)) {
                square += (double) value * value;
            }
            assertThat(square).isCloseTo(1, offset(1e-6));
        }
    }

    @Test
    void noTextsHaveNoVectors() {
        assertThat(embedder().embed(List.of()).n()).isZero();
    }

    @Test
    void theModelHasAName() {
        assertThat(embedder().model().id()).isNotBlank();
        assertThat(embedder().model()).isEqualTo(embedder().model());
    }

    private static List<String> texts(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> "ask for help with thing " + i + " of " + n)
                .toList();
    }
}
