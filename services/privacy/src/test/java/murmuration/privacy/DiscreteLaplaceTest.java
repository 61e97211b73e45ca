package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import murmuration.runtime.DeploymentKey;
import org.junit.jupiter.api.Test;

/** Draws are of fixed questions under a fixed key, so that a failure is a fault, not chance. */
class DiscreteLaplaceTest {
    private static final DeploymentKey KEY = new DeploymentKey("k".repeat(32).getBytes(StandardCharsets.UTF_8));
    private static final int DRAWS = 100_000;

    @Test
    void eachNumberIsAsFrequentAsTheFormulaSays() {
        for (long scale : new long[] {1, 3, 10}) {
            Map<Long, Integer> drawn = draws(scale);
            double alpha = Math.exp(-1.0 / scale);
            for (long x = -4 * scale; x <= 4 * scale; x++) {
                double expected = (1 - alpha) / (1 + alpha) * Math.pow(alpha, (double) Math.abs(x));
                double error = Math.sqrt(expected * (1 - expected) / DRAWS);
                assertThat(drawn.getOrDefault(x, 0) / (double) DRAWS)
                        .as("scale %d, %d", scale, x)
                        .isCloseTo(expected, org.assertj.core.data.Offset.offset(5 * error));
            }
        }
    }

    @Test
    void theSameQuestionHasTheSameAnswerAndAnotherAnother() {
        assertThat(draw("a", 1000)).isEqualTo(draw("a", 1000));
        assertThat(draw("a", 1000)).isNotEqualTo(draw("b", 1000));
        DeploymentKey other = new DeploymentKey("o".repeat(32).getBytes(StandardCharsets.UTF_8));
        assertThat(DiscreteLaplace.draw(new KeyedBits(other, "t", "noise", "a"), 1000))
                .isNotEqualTo(draw("a", 1000));
    }

    @Test
    void aScaleThatIsNoneIsRefused() {
        assertThatThrownBy(() -> draw("a", 0)).hasMessageContaining("scale").hasMessageContaining("0");
    }

    private static Map<Long, Integer> draws(long scale) {
        Map<Long, Integer> drawn = new TreeMap<>();
        KeyedBits bits = new KeyedBits(KEY, "t", "noise", "scale " + scale);
        for (int i = 0; i < DRAWS; i++) {
            drawn.merge(DiscreteLaplace.draw(bits, scale), 1, Integer::sum);
        }
        return drawn;
    }

    private static long draw(String question, long scale) {
        return DiscreteLaplace.draw(new KeyedBits(KEY, "t", "noise", question), scale);
    }
}
