package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import murmuration.standalone.RedTeam.Defense;
import murmuration.standalone.RedTeam.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** 300 trials each, seeded: what is asserted holds in every one of them, or within an interval that is said. */
@Timeout(240)
class RedTeamTest {
    private final RedTeam team = new RedTeam();

    @Test
    void whoHasFewerAccountsThanAClaimNeedsLearnsNothing() {
        // not even who writes every text anew
        for (int accounts : new int[] {1, 5, RedTeam.M - 1}) {
            RedTeam.Outcome outcome = team.attack(Style.VARY, accounts, RedTeam.without());
            assertThat(outcome.named()).as("%d accounts", accounts).isZero();
            assertThat(RedTeam.guessing()).isBetween(outcome.wilson()[0], outcome.wilson()[1]);
        }
    }

    @Test
    void whoCopiesATextLearnsNothingHoweverManyAccountsThereAre() {
        assertThat(team.attack(Style.COPY, 2 * RedTeam.M, RedTeam.without()).named())
                .isZero();
    }

    /** {@code bin/red-team} asks for it. */
    @Test
    @Timeout(1200)
    @EnabledIfEnvironmentVariable(named = "RED_TEAM", matches = "table")
    void printsTheTable() {
        System.out.println(team.table());
    }

    @Test
    void theSupportCheckIsWhatHidesTheTarget() {
        assertThat(team.attack(Style.PULL, 1, RedTeam.without(Defense.SUPPORT)).shown())
                .isEqualTo(RedTeam.TRIALS);
        assertThat(team.attack(Style.PULL, 1, RedTeam.without()).named()).isZero();
    }

    @Test
    void theNoiseHalvesWhatExactlyEnoughAccountsLearn() {
        assertThat(team.attack(Style.VARY, RedTeam.M, RedTeam.without(Defense.NOISE))
                        .shown())
                .isEqualTo(RedTeam.TRIALS);
        // 300 fair coins: outside of this for fewer than one of 10^6 keys
        assertThat(team.attack(Style.VARY, RedTeam.M, RedTeam.without()).shown())
                .isBetween(105, 195);
    }
}
