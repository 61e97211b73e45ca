package murmuration.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void wavesGrowWithTheLevelUpToABound() {
        assertThat(Pace.wave(1)).isEqualTo(16);
        assertThat(Pace.wave(512)).isEqualTo(16);
        assertThat(Pace.wave(2_000)).isEqualTo(62);
        assertThat(Pace.wave(10_000)).isEqualTo(128);
    }
}
