package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import murmuration.core.Minimums;
import murmuration.core.RunSpec;
import org.junit.jupiter.api.Test;

class SizeRulesTest {
    @Test
    void sizesAreRoundedToTheNearestAndNeverUnderTheMinimum() {
        SizeRules rules = new SizeRules(new Minimums(12, 5), 5);
        assertThat(rules.rounded(12)).isEqualTo(15);
        assertThat(rules.rounded(52)).isEqualTo(50);
        assertThat(rules.rounded(53)).isEqualTo(55);
        assertThat(new SizeRules(new Minimums(10, 5), 5).rounded(10)).isEqualTo(10);
    }

    @Test
    void noSizeUnderEitherMinimumLeaves() {
        SizeRules rules = new SizeRules(new Minimums(12, 5), 5);
        assertThat(Publishable.size(new Group(12, 5), rules)).isPresent();
        assertThat(Publishable.size(new Group(11, 11), rules)).isEmpty();
        assertThat(Publishable.size(new Group(400, 4), rules)).isEmpty();
    }

    @Test
    void publishedProfileRoundsToAHundred() {
        RunSpec spec =
                RunFixture.spec(1, RunSpec.Profile.PUBLISH, new Minimums(1000, 1000), RunSpec.Accounts.REQUIRED, 4);
        assertThat(SizeRules.of(spec).rounded(1049)).isEqualTo(1000);
        assertThat(SizeRules.of(spec).band(1049)).isEqualTo("1000–2499");
    }

    @Test
    void noBandGivesAnAccountCountMoreCloselyThanTheMinimum() {
        for (int minimum = 5; minimum < 3000; minimum += 1 + minimum / 7) {
            SizeRules rules = new SizeRules(new Minimums(minimum, minimum), 5);
            for (int accounts = minimum; accounts < 4 * minimum; accounts++) {
                String[] band = rules.band(accounts).split("–");
                int low = Math.max(minimum, Integer.parseInt(band[0]));
                int high = Integer.parseInt(band[1]);
                assertThat(accounts).isBetween(low, high);
                assertThat(high - low + 1).isGreaterThanOrEqualTo(minimum);
            }
        }
        assertThat(new SizeRules(new Minimums(50, 25), 5).band(30)).isEqualTo("25–49");
        assertThat(new SizeRules(new Minimums(5, 5), 5).band(5)).isEqualTo("5–9");
        assertThat(new SizeRules(new Minimums(15, 8), 5).band(8)).isEqualTo("5–24");
    }
}
