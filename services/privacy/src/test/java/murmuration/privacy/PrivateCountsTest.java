package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;
import murmuration.privacy.RunFixture.Base;
import murmuration.privacy.RunFixture.Guests;
import org.junit.jupiter.api.Test;

/** Keys are numbered, so that a failure is a fault, not chance. */
class PrivateCountsTest {
    private static final RunSpec.Dp DP = new RunSpec.Dp(1, 3);
    private static final int KEYS = 20_000;

    private final PublishedRuns runs = new PublishedRuns();

    @Test
    void whatAnyAccountCanChangeIsPaidForByEpsilon() {
        Draft draft = draft(with(new Guests(1, 20, "French")));
        for (RunSpec.Dp dp : List.of(DP, new RunSpec.Dp(0.3, 1), new RunSpec.Dp(7, 10))) {
            PrivateCounts.Scales scales = PrivateCounts.Scales.of(dp, draft);
            double most = 0;
            for (int account = 0; account < draft.members().accounts(); account++) {
                double loss = loss(draft, dp, account, scales);
                assertThat(loss).as("%s", dp).isPositive().isLessThanOrEqualTo(dp.epsilon());
                most = Math.max(most, loss);
            }
            // and no more is paid than has to be
            assertThat(most).as("%s", dp).isGreaterThan(0.8 * dp.epsilon());
        }
    }

    /** What one account changes in all numbers, each divided by the scale of its noise; cells and clusters stay as they are. */
    private static double loss(Draft draft, RunSpec.Dp dp, int account, PrivateCounts.Scales scales) {
        BitSet counting = draft.members().counting(dp.perAccount(), draft.tree().kept(draft.members()));
        BitSet own = new BitSet();
        counting.stream()
                .filter(member -> draft.members().account(member) == account)
                .forEach(own::set);
        List<Counted> sizes = new ArrayList<>(draft.tree().sizes());
        sizes.addAll(draft.parts());
        double loss = 0;
        for (Counted size : sizes) {
            loss += (double) size.among(own) / scales.sizes();
        }
        for (Counted cell : draft.groups()
                .subList(draft.tree().sizes().size(), draft.groups().size())) {
            loss += (double) cell.among(own) / scales.cells();
        }
        return loss;
    }

    @Test
    void aNumberIsHardlyMoreLikelyWithAnAccountThanWithout() {
        Draft without = draft(people());
        Draft with = draft(with(new Guests(1, 20, "French")));
        RunSpec.Dp strong = new RunSpec.Dp(4, 3);
        Map<Long, Integer> before = histogram(without, strong);
        Map<Long, Integer> after = histogram(with, strong);
        // of one number the loss is 3 conversations over its scale, a part of epsilon
        double most = Math.exp(3.0 / PrivateCounts.Scales.of(strong, with).sizes());
        for (Map.Entry<Long, Integer> bin : before.entrySet()) {
            int with1 = after.getOrDefault(bin.getKey(), 0);
            int without1 = bin.getValue();
            // five standard errors of either frequency
            assertThat(with1 - 5 * Math.sqrt(with1))
                    .as("bin %d", bin.getKey())
                    .isLessThanOrEqualTo(most * (without1 + 5 * Math.sqrt(without1)));
            assertThat(without1 - 5 * Math.sqrt(without1))
                    .as("bin %d", bin.getKey())
                    .isLessThanOrEqualTo(most * (with1 + 5 * Math.sqrt(with1)));
        }
    }

    @Test
    void anAccountCountsForSoManyConversationsAtMostOverTheWholeRelease() {
        Draft draft = draft(with(new Guests(1, 20, "French")), 5);
        BitSet counting = draft.members().counting(3, draft.tree().kept(draft.members()));
        Map<Integer, Integer> byAccount = new TreeMap<>();
        counting.stream().forEach(member -> byAccount.merge(draft.members().account(member), 1, Integer::sum));
        assertThat(byAccount.values()).allMatch(count -> count <= 3);
        assertThat(byAccount).hasSize(draft.members().accounts());
    }

    @Test
    void aReleaseSaysItsEpsilonAndTellsNoAccounts() {
        RunFixture run = published("d", people(), DP);
        assertThat(run.select("SELECT jsonb_array_elements_text(notes) FROM published.run WHERE run_id = ?"))
                .anyMatch(note -> note.contains("ε = 1") && note.contains("given the clusters"));
        assertThat(run.select("SELECT DISTINCT accounts_band FROM published.cluster WHERE run_id = ?"))
                .containsExactly("5+");
        assertThat(run.select("SELECT DISTINCT accounts_band FROM published.cell WHERE run_id = ?"))
                .containsExactly("5+");
        assertThat(run.select("SELECT (coverage->'parts')::text FROM published.run WHERE run_id = ?"))
                .as("nor what was not drawn, and whether all that was is kept")
                .singleElement()
                .asString()
                .contains("not_shown")
                .doesNotContain("not_drawn");
    }

    @Test
    void theSameReleaseHasTheSameBytesAndIsChargedOnce() {
        RunFixture run = published("d", people(), DP);
        String shown = run.published();
        runs.publish(run);
        assertThat(run.published()).isEqualTo(shown);
        RunFixture again = published("d", people(), DP);
        assertThat(again.select("SELECT result_digest FROM published.run WHERE run_id = ?"))
                .isEqualTo(run.select("SELECT result_digest FROM published.run WHERE run_id = ?"));
        assertThat(spent()).isEqualTo("1");
        published("d", people(), new RunSpec.Dp(2, 3));
        assertThat(spent()).isEqualTo("3");
    }

    @Test
    void aSpentBudgetPublishesNothing() {
        published("d", people(), new RunSpec.Dp(6, 3));
        RunFixture second = runs.run(spec(new RunSpec.Dp(5, 3)), "d", people());
        assertThatThrownBy(() -> runs.publish(second))
                .isInstanceOfSatisfying(
                        MurmurationException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PRIVACY_REFUSED))
                .hasMessageContaining("epsilon is 5")
                .hasMessageContaining("spent 6 of its budget of 10")
                .hasMessageContaining("nothing was published");
        assertThat(second.published()).isEmpty();
        assertThat(spent()).isEqualTo("6");
        published("d", people(), new RunSpec.Dp(4, 3));
        assertThat(spent()).isEqualTo("10");
    }

    @Test
    void theBudgetStaysSpentWhenTheReleaseIsWithdrawn() {
        RunFixture run = published("d", people(), new RunSpec.Dp(6, 3));
        new PublishedRows(runs.test().as("privacy")).withdraw(run.run, false);
        RunFixture second = runs.run(spec(new RunSpec.Dp(5, 3)), "d", people());
        assertThatThrownBy(() -> runs.publish(second)).hasMessageContaining("spent 6");
    }

    @Test
    void anotherDataSetHasABudgetOfItsOwn() {
        published("d", people(), new RunSpec.Dp(9, 3));
        published("e", List.of(Base.of(10, 63, 40, "a"), Base.of(11, 41, 30, "b")), new RunSpec.Dp(9, 3));
        assertThat(spent()).isEqualTo("18");
    }

    private Map<Long, Integer> histogram(Draft draft, RunSpec.Dp dp) {
        PrivateCounts.Scales scales = PrivateCounts.Scales.of(dp, draft);
        BitSet counting = draft.members().counting(dp.perAccount(), draft.tree().kept(draft.members()));
        Counted size = draft.tree().sizes().getFirst();
        Map<Long, Integer> bins = new TreeMap<>();
        for (int key = 0; key < KEYS; key++) {
            KeyedBits bits = new KeyedBits(
                    PublishedRuns.key(key),
                    "default",
                    "counts that are private",
                    size.set().toString());
            long shown = new PrivateCounts(counting, bits, scales).conversations(Counts.Of.SIZE, size);
            bins.merge(Math.floorDiv(shown, 5), 1, Integer::sum);
        }
        return bins;
    }

    private static List<Base> people() {
        return DifferencingTest.people();
    }

    private static List<Base> with(Guests guests) {
        return DifferencingTest.with(guests);
    }

    private Draft draft(List<Base> bases) {
        return draft(bases, 20);
    }

    private Draft draft(List<Base> bases, int unanswered) {
        EndState[] others = Collections.nCopies(unanswered, EndState.UNANSWERED).toArray(EndState[]::new);
        return runs.publication(PublishedRuns.KEY).draft(runs.run("d", bases, others).run);
    }

    @Test
    void theSameNumbersInAnotherOrderGetOtherNoise() {
        String sizes = "SELECT name || ' ' || conversations FROM published.cluster WHERE run_id = ? ORDER BY name";
        RunSpec spec = spec(DP);
        RunFixture one = runs.run(spec, "d", people());
        runs.publish(one);
        RunSpec turned = RunFixture.with(spec, spec.facets().reversed());
        RunFixture other = runs.run(turned, "d", people());
        runs.publish(other);
        assertThat(other.select(sizes)).isNotEqualTo(one.select(sizes));
    }

    private static RunSpec spec(RunSpec.Dp dp) {
        return RunFixture.spec(1, new RunSpec.Privacy(3, RunSpec.Approval.NONE, dp));
    }

    private RunFixture published(String data, List<Base> bases, RunSpec.Dp dp) {
        RunFixture run = runs.run(spec(dp), data, bases);
        runs.publish(run);
        return run;
    }

    private String spent() {
        return runs.test()
                .as("privacy")
                .inTenant(
                        "default",
                        handle -> handle.select("SELECT trim_scale(sum(epsilon))::text FROM released.spent")
                                .mapTo(String.class)
                                .one());
    }
}
