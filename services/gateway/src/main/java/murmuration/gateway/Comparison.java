package murmuration.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import murmuration.gateway.ComparisonView.Change;
import murmuration.gateway.ComparisonView.Row;
import murmuration.gateway.ComparisonView.Shown;
import murmuration.gateway.ComparisonView.Side;
import org.jspecify.annotations.Nullable;

/**
 * Compares two releases by what they have published: a cluster is matched with the one of its level whose name and description
 * are nearest, if that holds both ways.
 */
final class Comparison {
    private final Release before;
    private final Release after;
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private Comparison(Release before, Release after) {
        this.before = before;
        this.after = after;
    }

    /** What is published of a run. */
    record Release(PublishedRun run, List<ClusterView> clusters) {
        Release {
            clusters = List.copyOf(clusters);
        }

        Set<Integer> levels() {
            return new TreeSet<>(clusters.stream().map(ClusterView::level).toList());
        }

        List<ClusterView> at(int level) {
            return clusters.stream().filter(cluster -> cluster.level() == level).toList();
        }

        Optional<Precision> precision() {
            return Precision.of(run, clusters);
        }
    }

    /**
     * Two clusters that are nearest each other.
     *
     * @param alone no third one is nearest to either: else a group may be cut otherwise, and its size says nothing
     */
    private record Pair(ClusterView a, ClusterView b, boolean alone) {
        Row row(Change change) {
            return new Row(change, a.level(), Shown.of(a), Shown.of(b), null);
        }
    }

    static ComparisonView of(Release before, Release after) {
        Comparison comparison = new Comparison(before, after);
        Set<Integer> common = before.levels();
        common.retainAll(after.levels());
        common.forEach(comparison::match);
        comparison.test();
        comparison.rows.sort(Comparator.comparingInt((Row row) -> -row.level())
                .thenComparing(Row::change)
                .thenComparing(Comparator.comparingLong(Row::most).reversed()));
        return new ComparisonView(
                Side.of(before.run()), Side.of(after.run()), ComparisonNotes.of(before, after), comparison.rows);
    }

    private void match(int level) {
        List<ClusterView> as = before.at(level);
        List<ClusterView> bs = after.at(level);
        TextMatches matches = TextMatches.of(texts(as), texts(bs));
        int[] toA = new int[as.size()];
        int[] toB = new int[bs.size()];
        for (int j = 0; j < bs.size(); j++) {
            int i = matches.ofB(j);
            if (i >= 0) {
                toA[i]++;
            }
        }
        for (int i = 0; i < as.size(); i++) {
            int j = matches.ofA(i);
            if (j >= 0) {
                toB[j]++;
            }
        }
        for (int i = 0; i < as.size(); i++) {
            int j = matches.ofA(i);
            if (j >= 0 && matches.ofB(j) == i) {
                pairs.add(new Pair(as.get(i), bs.get(j), toA[i] == 1 && toB[j] == 1));
            } else {
                rows.add(new Row(Change.GONE, level, Shown.of(as.get(i)), null, brief(bs, j)));
            }
        }
        for (int j = 0; j < bs.size(); j++) {
            int i = matches.ofB(j);
            if (i < 0 || matches.ofA(i) != j) {
                rows.add(new Row(Change.NEW, level, null, Shown.of(bs.get(j)), brief(as, i)));
            }
        }
    }

    private static ClusterView.@Nullable Brief brief(List<ClusterView> clusters, int index) {
        return index < 0 ? null : clusters.get(index).brief();
    }

    /** What is held against each other: the name counts twice. */
    private static List<String> texts(List<ClusterView> clusters) {
        return clusters.stream()
                .map(cluster -> cluster.name() + ": " + cluster.name() + ". " + cluster.description())
                .toList();
    }

    /** Tells of growth where it can be told. */
    private void test() {
        Optional<Precision> was = before.precision();
        Optional<Precision> is = after.precision();
        boolean both = was.isPresent() && is.isPresent();
        List<Pair> tested = pairs.stream().filter(pair -> both && pair.alone()).toList();
        List<Growth> growths = tested.stream()
                .map(pair -> Growth.of(pair.a(), was.orElseThrow(), pair.b(), is.orElseThrow()))
                .toList();
        Set<Integer> told = Growth.told(growths);
        for (int i = 0; i < tested.size(); i++) {
            rows.add(tested.get(i).row(told.contains(i) ? growths.get(i).change() : Change.MATCHED));
        }
        pairs.stream()
                .filter(pair -> !(both && pair.alone()))
                .map(pair -> pair.row(Change.MATCHED))
                .forEach(rows::add);
    }
}
