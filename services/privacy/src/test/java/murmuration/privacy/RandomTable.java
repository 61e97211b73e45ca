package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import murmuration.core.EndState;
import murmuration.core.Question;

/** A made-up breakdown over a made-up tree: skewed, sparse, with accounts of one and of many conversations. */
final class RandomTable {
    final ClusterTree tree;
    final Tally tally;
    final int cells;

    RandomTable(long seed) {
        Random random = new Random(seed);
        cells = 2 + random.nextInt(5);
        tree = tree(random);
        Members.Builder members = new Members.Builder(id -> id);
        List<int[]> placed = new ArrayList<>();
        int people = 20 + random.nextInt(100);
        double skew = 0.5 + 2 * random.nextDouble();
        for (int leaf = 0; leaf < tree.leaves(); leaf++) {
            int size = 10 + random.nextInt(60);
            int favorite = random.nextInt(cells);
            for (int i = 0; i < size; i++) {
                int cell = random.nextDouble() < 0.4 ? favorite : (int) (cells * Math.pow(random.nextDouble(), skew));
                // the first few are different people, so that every cluster meets the minimums
                int account = i < 10 ? i : random.nextInt(people);
                members.add(new Members.Drawn(
                        0, placed.size(), new UUID(1, placed.size()), new UUID(7, account), EndState.OK, leaf, true));
                placed.add(new int[] {leaf, Math.min(cell, cells - 1)});
            }
        }
        Tally.Builder builder = new Tally.Builder(members.build(), cells);
        for (int member = 0; member < placed.size(); member++) {
            builder.add(placed.get(member)[0], placed.get(member)[1], member);
        }
        tally = builder.build(tree);
    }

    private static ClusterTree tree(Random random) {
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
        TreeSet<ClusterKey> keys = new TreeSet<>();
        rows.forEach(row -> keys.add(row.key()));
        return ClusterTree.of(new Clusters(rows), keys);
    }

    static ClusterRow row(int level, int k, @org.jspecify.annotations.Nullable Integer parent) {
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
