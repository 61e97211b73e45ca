package murmuration.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnitVectorsTest {
    private static final float[] EAST = {1, 0};
    private static final float[] NORTH = {0, 1};
    private static final float[] WEST = {-1, 0};

    @Test
    void theMeanIsAUnitVectorAndZeroWhereAllCancelOut() {
        float half = (float) Math.sqrt(0.5);
        assertThat(UnitVectors.mean(List.of(EAST, NORTH))).containsExactly(half, half);
        assertThat(UnitVectors.mean(List.of(EAST, WEST))).containsExactly(0, 0);
    }

    @Test
    void ofEquallyNearVectorsTheFirstComesFirst() {
        assertThat(UnitVectors.byNearness(EAST, List.of(WEST, NORTH, EAST, NORTH, EAST)))
                .containsExactly(2, 4, 1, 3, 0);
    }
}
