package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import murmuration.core.EndState;
import murmuration.core.Question;
import org.jspecify.annotations.Nullable;

/** A breakdown over a tree. */
final class Table {
    final ClusterTree tree;
    final Tally tally;
    final int cells;

    private Table(List<ClusterRow> rows, List<Placed> placed, int cells) {
        this.cells = cells;
        TreeSet<ClusterKey> keys = new TreeSet<>();
        rows.forEach(row -> keys.add(row.key()));
        tree = ClusterTree.of(new Clusters(rows), keys);
        Members.Builder members = new Members.Builder(id -> id);
        for (int i = 0; i < placed.size(); i++) {
            Placed each = placed.get(i);
            members.add(new Members.Drawn(
                    0, i, new UUID(1, i), new UUID(7, each.account()), EndState.OK, each.leaf(), true));
        }
        Tally.Builder builder = new Tally.Builder(members.build(), cells);
        for (int i = 0; i < placed.size(); i++) {
            builder.add(placed.get(i).leaf(), placed.get(i).cell(), i);
        }
        tally = builder.build(tree);
    }

    /** A conversation. */
    private record Placed(int leaf, int cell, int account) {}

    /** @param topics conversations by topic, base cluster and cell, each of an account of its own */
    static Table of(int[][][] topics) {
        List<ClusterRow> rows = new ArrayList<>();
        List<Placed> placed = new ArrayList<>();
        int leaf = 0;
        for (int topic = 0; topic < topics.length; topic++) {
            rows.add(row(1, topic, null));
            for (int[] cells : topics[topic]) {
                rows.add(row(0, leaf, topic));
                for (int cell = 0; cell < cells.length; cell++) {
                    for (int i = 0; i < cells[cell]; i++) {
                        placed.add(new Placed(leaf, cell, placed.size()));
                    }
                }
                leaf++;
            }
        }
        return new Table(rows, placed, topics[0][0].length);
    }

    /** Made up: skewed, sparse, with accounts of one and of many conversations. */
    static Table random(long seed) {
        Random random = new Random(seed);
        int cells = 2 + random.nextInt(5);
        List<ClusterRow> rows = rows(random);
        List<Placed> placed = new ArrayList<>();
        int people = 20 + random.nextInt(100);
        double skew = 0.5 + 2 * random.nextDouble();
        long leaves = rows.stream().filter(row -> row.key().level() == 0).count();
        for (int leaf = 0; leaf < leaves; leaf++) {
            int size = 10 + random.nextInt(60);
            int favorite = random.nextInt(cells);
            for (int i = 0; i < size; i++) {
                int cell = random.nextDouble() < 0.4 ? favorite : (int) (cells * Math.pow(random.nextDouble(), skew));
                // the first few are different people, so that every cluster meets the minimums
                int account = i < 10 ? i : random.nextInt(people);
                placed.add(new Placed(leaf, Math.min(cell, cells - 1), account));
            }
        }
        return new Table(rows, placed, cells);
    }

    private static List<ClusterRow> rows(Random random) {
        List<ClusterRow> rows = new ArrayList<>();
        int parents = random.nextInt(4);
        int bases = 1 + random.nextInt(7);
        for (int parent = 0; parent < parents; parent++) {
            rows.add(row(1, parent, random.nextBoolean() ? 0 : null));
        }
        rows.add(row(2, 0, null));
        for (int k = 0; k < bases; k++) {
            rows.add(row(0, k, parents == 0 || random.nextInt(5) == 0 ? null : random.nextInt(parents)));
        }
        return rows;
    }

    private static ClusterRow row(int level, int k, @Nullable Integer parent) {
        return new ClusterRow(
                new ClusterKey(level, k),
                "id-" + level + "-" + k,
                parent,
                "PASSED",
                "",
                List.of(),
                1,
                new Question.Label("Name " + level + " " + k, "Description."),
                5,
                new ClusterRow.Point(0, 0));
    }
}
