package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import murmuration.core.EndState;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;
import murmuration.privacy.RunFixture.Base;
import murmuration.privacy.RunFixture.Guests;
import org.junit.jupiter.api.Test;

/**
 * A reader has an exact release, and a later one over the same conversations and those of one account more, whose numbers carry
 * noise. He knows every exact count, how the noise is distributed, and everything about the account but one thing: whether it
 * is in a certain cluster and its cells, or in none at all. He takes all numbers together and decides by their likelihood,
 * which nobody can do better than. {@value #KEYS} deployment keys for each of the two cases, numbered: nothing here is chance.
 */
class DifferencingAttackTest {
    private static final int KEYS = 500;
    private static final int BASE = 5;
    private static final Minimums LARGER = new Minimums(30, 10);

    private final PublishedRuns runs = new PublishedRuns();

    @Test
    void whoKnowsEverythingElseCanHardlyTellWhetherAnAccountIsIn() {
        Attack attack = attack(RunFixture.MINIMUMS, 1);
        assertThat(attack.rightWithoutNoise()).isTrue();
        assertThat(attack.success().high()).as("%s", attack.success()).isLessThan(65);
        assertThat(attack(LARGER, 1).success().high()).isLessThan(56);
        assertThat(attack(LARGER, 5).success().high()).isLessThan(62);
    }

    /** What docs/privacy.md says of where the noise ends. */
    @Test
    void anAccountWithManyConversationsInASmallCellIsSeen() {
        assertThat(attack(RunFixture.MINIMUMS, 5).success().low()).isGreaterThan(65);
        assertThat(attack(RunFixture.MINIMUMS, 20).success().low()).isGreaterThan(90);
        assertThat(attack(LARGER, 20).success().low()).isGreaterThan(55);
    }

    /** How often he is right, of 100, with Wilson's interval of 95 %. */
    private record Success(double right, int of) {
        private static final double Z = 1.96;

        double low() {
            return 100 * (middle() - reach());
        }

        double high() {
            return 100 * (middle() + reach());
        }

        private double middle() {
            return (right / of + Z * Z / (2 * of)) / (1 + Z * Z / of);
        }

        private double reach() {
            double p = right / of;
            return Z * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
        }

        @Override
        public String toString() {
            return "%.0f (%.0f–%.0f)".formatted(100 * right / of, low(), high());
        }
    }

    /** The two cases, number by number. */
    private record Attack(Draft without, Draft in, Minimums minimums, int conversations) {
        Success success() {
            double right = 0;
            for (int key = 0; key < KEYS; key++) {
                Counts noise = NoisyCounts.of(PublishedRuns.key(key), "default", minimums);
                right += guess(numbers(in, noise)) + 1 - guess(numbers(without, noise));
            }
            return new Success(right, 2 * KEYS);
        }

        boolean rightWithoutNoise() {
            return !numbers(in, new ExactCounts()).equals(numbers(without, new ExactCounts()));
        }

        /** 1 for "in", a half where nothing speaks for either. */
        private double guess(Map<String, Shown> shown) {
            Map<String, Counted> ifIn = counted(in);
            Map<String, Counted> ifNot = counted(without);
            long scale = NoisyCounts.of(PublishedRuns.KEY, "default", minimums).scale();
            Set<SetKey> seen = new HashSet<>();
            double evidence = 0;
            for (Map.Entry<String, Shown> each : shown.entrySet()) {
                Counted one = ifIn.get(each.getKey());
                Counted other = ifNot.get(each.getKey());
                // who counts the same twice learns nothing new
                if (one != null && other != null && seen.add(one.set()) && isTheSame(one.group(), other.group())) {
                    evidence += each.getValue().log(one.group(), scale)
                            - each.getValue().log(other.group(), scale);
                }
            }
            return Math.abs(evidence) < 1e-9 ? 0.5 : evidence > 0 ? 1 : 0;
        }

        /** Which cells "other" folds is no count. */
        private boolean isTheSame(Group one, Group other) {
            return Math.abs(one.conversations() - other.conversations()) <= conversations;
        }

        private static Map<String, Counted> counted(Draft draft) {
            Map<String, Counted> all = new TreeMap<>();
            for (int node = 1; node < draft.tree().tree().size(); node++) {
                all.put(
                        draft.tree().tree().row(node).key().toString(),
                        draft.tree().sizes().get(node - 1));
            }
            draft.breakdowns()
                    .forEach(breakdown -> breakdown
                            .cells()
                            .forEach(cell -> all.put(name(cell.node(), cell.facet(), cell.column()), cell.counted())));
            draft.coverage()
                    .merged()
                    .forEach(part ->
                            all.put(part.states().toString(), draft.ends().counted(part)));
            return all;
        }

        private static String name(int node, String facet, Column column) {
            return node + " " + facet + " " + column.label().value();
        }

        private static Map<String, Shown> numbers(Draft draft, Counts counts) {
            Release release = draft.release("", counts, List.of());
            SizeRules rules = draft.rules();
            Map<String, Shown> shown = new TreeMap<>();
            release.clusters()
                    .forEach(cluster -> shown.put(
                            cluster.key().toString(), Shown.of(cluster.size().value(), rules)));
            release.cells()
                    .forEach(cell -> shown.put(
                            name(cell.node(), cell.facet(), cell.column()),
                            Shown.of(cell.size().value(), rules)));
            release.coverage()
                    .parts()
                    .forEach(part -> shown.put(
                            part.includes().toString(), new Shown(part.conversations(), 0, 0, Long.MAX_VALUE)));
            return shown;
        }
    }

    /** A number as it is shown: conversations, the least there may be, and the range of accounts. */
    private record Shown(long conversations, long least, long low, long high) {
        static Shown of(Size size, SizeRules rules) {
            String[] band = size.accountsBand().split("–");
            long low = Long.parseLong(band[0]);
            return new Shown(
                    size.conversations(),
                    rules.rounded(0),
                    low <= rules.minimums().accounts() ? Long.MIN_VALUE : low,
                    Long.parseLong(band[1]));
        }

        /** The logarithm of how likely it is shown so, where the counts are these. */
        double log(Group group, long scale) {
            double conversationsLikely = below(conversations + BASE / 2 - group.conversations(), scale)
                    - (conversations <= least ? 0 : below(conversations - BASE / 2 - 1 - group.conversations(), scale));
            double accountsLikely = high == Long.MAX_VALUE
                    ? 1
                    : below(high - group.accounts(), scale)
                            - (low == Long.MIN_VALUE ? 0 : below(low - 1 - group.accounts(), scale));
            return Math.log(conversationsLikely) + Math.log(accountsLikely);
        }

        /** How likely noise is at most this. */
        private static double below(long noise, long scale) {
            double alpha = Math.exp(-1.0 / scale);
            return noise < 0
                    ? Math.pow(alpha, (double) -noise) / (1 + alpha)
                    : 1 - Math.pow(alpha, (double) (noise + 1)) / (1 + alpha);
        }
    }

    private Attack attack(Minimums minimums, int conversations) {
        RunSpec spec = RunFixture.spec(1, RunSpec.Profile.SMALL, minimums, RunSpec.Accounts.REQUIRED, 3);
        Draft in = draft(spec, people(conversations), 20);
        Draft without = draft(spec, people(0), 20 + conversations);
        return new Attack(without, in, minimums, conversations);
    }

    private static List<Base> people(int conversations) {
        return List.of(
                Base.of(0, 62, 40, "book a flight")
                        .speaking(i -> i % 3 == 0 ? "French" : "English")
                        .with(new Guests(conversations == 0 ? 0 : 1, conversations, "French")),
                Base.of(1, 41, 30, "book a train").speaking(i -> i % 3 == 0 ? "French" : "English"),
                Base.of(2, 30, 20, "bake bread").speaking(i -> i % 2 == 0 ? "French" : "English"));
    }

    private Draft draft(RunSpec spec, List<Base> bases, int unanswered) {
        return runs.publication(PublishedRuns.KEY)
                .draft(runs.run(
                                spec,
                                "d",
                                bases,
                                Collections.nCopies(unanswered, EndState.UNANSWERED)
                                        .toArray(EndState[]::new))
                        .run);
    }
}
