package murmuration.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighborhoodsTest {
    private static final List<float[]> VECTORS = IntStream.range(0, 100)
            .mapToObj(i -> HashingEmbedder.vector("topic" + i % 4 + " topic" + i % 4 + " own" + i))
            .toList();

    @Test
    void everyVectorIsInOneNeighborhood() {
        List<List<Integer>> split = Neighborhoods.of(VECTORS, 25, 7);
        assertThat(split).hasSizeBetween(2, 4);
        assertThat(split.stream().flatMap(List::stream).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void similarOnesStandTogether() {
        for (List<Integer> neighborhood : Neighborhoods.of(VECTORS, 25, 7)) {
            for (int topic = 0; topic < 4; topic++) {
                int of = topic;
                long here = neighborhood.stream().filter(i -> i % 4 == of).count();
                assertThat(here).isIn(0L, 25L);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameSplit() {
        assertThat(Neighborhoods.of(VECTORS, 25, 7)).isEqualTo(Neighborhoods.of(VECTORS, 25, 7));
    }

    @Test
    void fewVectorsAreOneNeighborhood() {
        assertThat(Neighborhoods.of(VECTORS.subList(0, 40), 40, 7)).hasSize(1);
    }

    @Test
    void equalVectorsDoNotHurt() {
        List<float[]> equal = java.util.Collections.nCopies(100, HashingEmbedder.vector("same"));
        assertThat(Neighborhoods.of(equal, 25, 7).stream().mapToInt(List::size).sum())
                .isEqualTo(100);
    }
}
