package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.core.Embedder;
import murmuration.core.Question;
import murmuration.core.UnitVectors;

/** Questions for parents: their children, their summaries and their siblings (method.md, 9, step 6). */
final class ParentNamings implements Namings {
    /** Names of so many nearest siblings are shown. */
    private static final int SIBLINGS = 20;

    /** Summaries outside are drawn from so many nearest siblings. */
    private static final int NEIGHBORS = 3;

    private final Samples samples;
    private final int level;
    private final SortedMap<Integer, SortedSet<Integer>> bases;
    private final SortedMap<Integer, List<Question.Child>> children = new TreeMap<>();
    private final List<Integer> parents;
    private final List<float[]> centers;

    /** For the last of these levels. */
    ParentNamings(Samples samples, List<List<ClusterRow>> levels, Embedder embedder) {
        this.samples = samples;
        this.level = levels.size() - 1;
        this.bases = Bases.of(levels);
        adopt(
                levels.get(level - 1).stream()
                        .filter(row -> row.survives() && row.parent() != null)
                        .toList(),
                embedder);
        this.parents = List.copyOf(children.keySet());
        this.centers = children.values().stream()
                .map(own -> UnitVectors.mean(
                        own.stream().map(Question.Child::vector).toList()))
                .toList();
    }

    private void adopt(List<ClusterRow> rows, Embedder embedder) {
        List<float[]> embedded = embedder.embed(
                        rows.stream().map(row -> row.label().text()).toList())
                .rows();
        for (int i = 0; i < rows.size(); i++) {
            ClusterRow row = rows.get(i);
            Integer parent = row.parent();
            if (parent != null) {
                children.computeIfAbsent(parent, k -> new ArrayList<>())
                        .add(new Question.Child(row.label(), row.conversations(), embedded.get(i)));
            }
        }
    }

    @Override
    public List<Naming> of(List<ClusterRow> clusters, Collection<ClusterRow> whole) {
        Map<Integer, ClusterRow> byIndex = whole.stream().collect(Collectors.toMap(ClusterRow::k, row -> row));
        List<List<Integer>> siblings = clusters.stream().map(this::siblings).toList();
        List<Sample> drawn = samples.of(IntStream.range(0, clusters.size())
                .mapToObj(i -> subject(clusters.get(i), siblings.get(i)))
                .toList());
        return IntStream.range(0, clusters.size())
                .mapToObj(i -> naming(clusters.get(i), drawn.get(i), names(siblings.get(i), byIndex)))
                .toList();
    }

    /** The other parents, the nearest first. */
    private List<Integer> siblings(ClusterRow cluster) {
        return UnitVectors.byNearness(centers.get(parents.indexOf(cluster.k())), centers).stream()
                .map(parents::get)
                .filter(k -> k != cluster.k())
                .toList();
    }

    private Samples.Subject subject(ClusterRow cluster, List<Integer> siblings) {
        return new Samples.Subject(
                "name/" + level + "/" + cluster.id(),
                List.copyOf(bases.getOrDefault(cluster.k(), Collections.emptySortedSet())),
                siblings.stream()
                        .limit(NEIGHBORS)
                        .flatMap(k -> bases.getOrDefault(k, Collections.emptySortedSet()).stream())
                        .toList());
    }

    /** What the siblings are called now; one without a name of its own yet by what was proposed for it. */
    private static List<String> names(List<Integer> siblings, Map<Integer, ClusterRow> level) {
        return siblings.stream()
                .map(level::get)
                .filter(row -> row != null && (row.holdsName() || row.waits()))
                .map(row -> row.label().name())
                .filter(name -> !name.isBlank())
                .limit(SIBLINGS)
                .toList();
    }

    private Naming naming(ClusterRow cluster, Sample sample, List<String> siblings) {
        List<Question.Child> own = children.getOrDefault(cluster.k(), List.of());
        return new Naming(
                cluster,
                sample,
                avoid -> new Question.Rename(own, sample.inside(), sample.outside(), siblings, avoid),
                own.stream().map(child -> Names.key(child.label().name())).collect(Collectors.toSet()));
    }
}
