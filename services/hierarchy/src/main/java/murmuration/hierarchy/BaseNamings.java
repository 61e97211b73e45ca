package murmuration.hierarchy;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import murmuration.core.Question;
import murmuration.core.Summary;

/** Questions for base clusters: their own summaries against the nearest outside (method.md, 8). */
record BaseNamings(Samples samples, List<Summary> background, String criteria, int support) implements Namings {
    @Override
    public List<Naming> of(List<ClusterRow> clusters, Collection<ClusterRow> level) {
        List<Sample> drawn = samples.of(clusters.stream()
                .map(cluster -> new Samples.Subject("name/0/" + cluster.id(), List.of(cluster.k()), List.of()))
                .toList());
        return IntStream.range(0, clusters.size())
                .mapToObj(i -> naming(clusters.get(i), drawn.get(i)))
                .toList();
    }

    private Naming naming(ClusterRow cluster, Sample sample) {
        return new Naming(
                cluster,
                sample,
                avoid -> new Question.Name(sample.inside(), sample.outside(), background, criteria, avoid, support),
                Set.of());
    }
}
