package murmuration.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MinimumsTest {
    private static final Minimums INTERNAL = new Minimums(50, 25);

    @Test
    void noConfigurationGoesUnderTheFloorOfAccounts() {
        assertThat(new Minimums(5, 5).accounts()).isEqualTo(5);
        assertThatThrownBy(() -> new Minimums(50, 4))
                .isInstanceOf(MurmurationException.class)
                .hasMessage("the minimum of accounts is at least 5, not 4");
    }

    @Test
    void fewerConversationsThanAccountsCannotBeAsked() {
        assertThatThrownBy(() -> new Minimums(9, 10))
                .isInstanceOf(MurmurationException.class)
                .hasMessage("minimum conversations 9 is below accounts 10");
    }

    @Test
    void bothMinimumsHaveToBeMet() {
        assertThat(INTERNAL.met(50, 25)).isTrue();
        assertThat(INTERNAL.met(49, 25)).isFalse();
        assertThat(INTERNAL.met(5_000, 24)).isFalse();
    }

    @Test
    void sizesAreRoundedToTheNearestHalvesUp() {
        assertThat(INTERNAL.rounded(152, 5)).isEqualTo(150);
        assertThat(INTERNAL.rounded(153, 5)).isEqualTo(155);
        assertThat(INTERNAL.rounded(150, 100)).isEqualTo(200);
        assertThat(INTERNAL.rounded(149, 100)).isEqualTo(100);
    }

    @Test
    void noRoundedSizeIsUnderTheMinimum() {
        assertThat(new Minimums(12, 6).rounded(12, 5)).isEqualTo(15);
        assertThat(new Minimums(1_000, 1_000).rounded(1_001, 100)).isEqualTo(1_000);
    }

    @Test
    void noiseIsAsWideAsTheMinimumOrTheNextOfAFewSteps() {
        assertThat(new Minimums(5, 5).noise()).isEqualTo(10);
        assertThat(new Minimums(10, 5).noise()).isEqualTo(10);
        assertThat(INTERNAL.noise()).isEqualTo(50);
        assertThat(new Minimums(1_000, 1_000).noise()).isEqualTo(1_250);
    }

    @Test
    void aClaimNeedsHalfTheAccountsButNeverFewerThanTheFloor() {
        assertThat(INTERNAL.support()).isEqualTo(14);
        assertThat(new Minimums(10, 10).support()).isEqualTo(6);
        assertThat(new Minimums(5, 5).support()).isEqualTo(Minimums.FLOOR + 1);
    }
}
