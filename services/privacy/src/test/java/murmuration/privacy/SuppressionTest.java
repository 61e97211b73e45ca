package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import murmuration.core.Minimums;
import org.junit.jupiter.api.Test;

/** Seeds 0 to 1,499, no tolerance but the simplex's 1e-6: a failing seed is a fault, not chance. */
class SuppressionTest {
    private static final Minimums MINIMUMS = new Minimums(10, 5);
    private static final int SEEDS = 1_500;

    @Test
    void noCellAndNoOtherIsUnderTheMinimums() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Table table = Table.random(seed);
            Suppression suppression = suppress(table);
            for (int node = 0; node < table.tree.size(); node++) {
                for (int cell : suppression.shown(node).stream().toArray()) {
                    assertThat(meets(table.tally.group(node, cell)))
                            .as("seed %d", seed)
                            .isTrue();
                }
                suppression
                        .other(node)
                        .ifPresent(other -> assertThat(meets(other.group())).isTrue());
            }
        }
    }

    @Test
    void linearProgrammingCannotNarrowASmallCellBelowTheMinimum() {
        long shown = 0;
        long large = 0;
        long small = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Table table = Table.random(seed);
            Suppression suppression = suppress(table);
            Attacker attacker = new Attacker(table, suppression);
            for (int node = 0; node < table.tree.size(); node++) {
                for (int cell = 0; cell < table.cells; cell++) {
                    Group group = table.tally.group(node, cell);
                    if (meets(group)) {
                        large++;
                        shown += suppression.shown(node).get(cell) ? 1 : 0;
                    } else if (group.conversations() > 0) {
                        small++;
                        assertThat(attacker.range(node, cell))
                                .as("seed %d, node %d, cell %d", seed, node, cell)
                                .isGreaterThanOrEqualTo(MINIMUMS.conversations() - 1e-6);
                    }
                }
            }
        }
        // not by showing nothing: 68 % of the cells over the minimums are shown in these tables, which are small
        assertThat(shown).isGreaterThan(large * 3 / 5);
        assertThat(small).isGreaterThan(SEEDS);
    }

    /** Languages of the project's sample: nearly all is in one; the one of two who speak two others comes in a single cluster. */
    @Test
    void whereTheWholeRunFoldsAnAnswerClustersStillShowTheRest() {
        Table table = Table.of(new int[][][] {
            only(6, 113, 98, 53, 47),
            only(6, 170, 109, 104, 57, 78),
            only(6, 50, 42, 73, 63),
            only(6, 50, 71, 48, 60, 59),
            {{0, 0, 45, 16, 0, 0}, {1, 50, 0, 0, 0, 3}},
            only(6, 80, 42),
            {{66, 0, 0, 0, 0, 0}, {62, 0, 0, 0, 0, 0}, {95, 0, 0, 0, 0, 0}, {61, 0, 0, 0, 1, 1}},
        });

        Suppression suppression = Suppression.of(table.tree, table.tally, new Minimums(15, 8), new BitSet());

        assertThat(suppression.shown(ClusterTree.ROOT).stream()).containsExactly(0, 1, 2);
        assertThat(suppression.tooLarge()).isFalse();
        assertThat(IntStream.range(0, table.tree.size())
                        .filter(node -> suppression.shown(node).get(0)))
                .as("nodes that show it, of 34")
                .hasSizeGreaterThan(25);
    }

    /** The first cluster's 14 can be hardly more, since it has hardly others; but they can be fewer. */
    @Test
    void aCellThatIsMostOfItsClusterIsHiddenByWhatItCouldBeLess() {
        Table table = Table.of(new int[][][] {{{14, 2, 0, 0}, {20, 0, 1, 500}, {2000, 100, 100, 0}}});

        Suppression suppression = Suppression.of(table.tree, table.tally, new Minimums(15, 8), new BitSet());

        assertThat(suppression.tooLarge()).isFalse();
        assertThat(suppression.shown(ClusterTree.ROOT).stream()).containsExactly(0, 1, 2, 3);
    }

    private static int[][] only(int cells, int... sizes) {
        int[][] rows = new int[sizes.length][cells];
        for (int i = 0; i < sizes.length; i++) {
            rows[i][0] = sizes[i];
        }
        return rows;
    }

    @Test
    void theOrderOfAccountsChangesNothing() {
        for (long seed = 0; seed < 50; seed++) {
            Suppression first = suppress(Table.random(seed));
            Suppression second = suppress(Table.random(seed));
            for (int node = 0; node < Table.random(seed).tree.size(); node++) {
                assertThat(first.shown(node)).isEqualTo(second.shown(node));
            }
        }
    }

    private static Suppression suppress(Table table) {
        return Suppression.of(table.tree, table.tally, MINIMUMS, new BitSet());
    }

    private static boolean meets(Group group) {
        return MINIMUMS.met(group.conversations(), group.accounts());
    }

    /** Knows every shown cell and every cluster's size exactly, and the tree. */
    private static final class Attacker {
        private final Table table;
        private final Simplex simplex;

        Attacker(Table table, Suppression suppression) {
            this.table = table;
            List<double[]> forms = new ArrayList<>();
            List<Double> values = new ArrayList<>();
            for (int node = 0; node < table.tree.size(); node++) {
                double[] all = new double[table.tree.leaves() * table.cells];
                double total = 0;
                for (int cell = 0; cell < table.cells; cell++) {
                    double[] form = form(node, cell);
                    for (int i = 0; i < form.length; i++) {
                        all[i] += form[i];
                    }
                    total += table.tally.conversations(node, cell);
                    if (suppression.shown(node).get(cell)) {
                        forms.add(form);
                        values.add((double) table.tally.conversations(node, cell));
                    }
                }
                forms.add(all);
                values.add(total);
            }
            simplex = new Simplex(
                    forms.toArray(double[][]::new),
                    values.stream().mapToDouble(Double::doubleValue).toArray());
        }

        double range(int node, int cell) {
            double[] form = form(node, cell);
            double[] negative = new double[form.length];
            for (int i = 0; i < form.length; i++) {
                negative[i] = -form[i];
            }
            return simplex.maximum(form) + simplex.maximum(negative);
        }

        private double[] form(int node, int cell) {
            double[] form = new double[table.tree.leaves() * table.cells];
            for (int leaf = table.tree.leafFrom(node); leaf < table.tree.leafTo(node); leaf++) {
                form[leaf * table.cells + cell] = 1;
            }
            return form;
        }
    }
}
