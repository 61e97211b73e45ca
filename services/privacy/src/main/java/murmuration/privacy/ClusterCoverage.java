package murmuration.privacy;

import static murmuration.core.MurmurationException.require;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import murmuration.runtime.Assignment;

/** Where the conversations with a summary ended: kept, in a cluster under the minimums, or in one the review withheld. */
final class ClusterCoverage {
    private final SourceRows source;
    private final Assignment run;
    private final Clusters clusters;
    private final PublishedTree tree;

    ClusterCoverage(SourceRows source, Assignment run, Clusters clusters, PublishedTree tree) {
        this.source = source;
        this.run = run;
        this.clusters = clusters;
        this.tree = tree;
    }

    List<Coverage.Part> parts(Group answered) {
        SortedMap<Integer, Long> sizes = source.fullSizes(run);
        if (clusters.all().isEmpty()) {
            return answered.conversations() == 0 ? List.of() : List.of(Coverage.Part.of("under_minimums", answered, 0));
        }
        long assigned = sizes.values().stream().mapToLong(Long::longValue).sum();
        require(
                assigned == answered.conversations(),
                "%d conversations are in clusters, %d have a summary",
                assigned,
                answered.conversations());
        List<Integer> small = new ArrayList<>();
        List<Integer> withheld = new ArrayList<>();
        for (ClusterRow base : clusters.level(0)) {
            int k = base.key().k();
            if (tree.tree().leafOf(k) < 0 && sizes.getOrDefault(k, 0L) > 0) {
                (base.reason().equals("TOO_FEW") ? small : withheld).add(k);
            }
        }
        List<Coverage.Part> parts = new ArrayList<>();
        if (tree.whole().conversations() > 0) {
            parts.add(Coverage.Part.of("kept", tree.whole(), 0));
        }
        add(parts, "under_minimums", small, sizes);
        add(parts, "withheld", withheld, sizes);
        return parts;
    }

    private void add(List<Coverage.Part> parts, String state, List<Integer> bases, SortedMap<Integer, Long> sizes) {
        if (!bases.isEmpty()) {
            long conversations =
                    bases.stream().mapToLong(k -> sizes.getOrDefault(k, 0L)).sum();
            parts.add(Coverage.Part.of(state, new Group(conversations, source.accounts(run, bases)), bases.size()));
        }
    }
}
