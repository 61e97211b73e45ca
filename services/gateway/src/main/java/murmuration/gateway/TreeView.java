package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A published run as a tree.
 *
 * @param manifestDigest SHA-256 of the manifest's bytes
 * @param notes what every reader must know of it
 * @param conversations in published clusters, rounded
 * @param breakdowns of the whole run
 */
public record TreeView(
        String runId,
        String name,
        String datasetId,
        String publishedAt,
        String resultDigest,
        String manifestDigest,
        JsonNode notes,
        JsonNode coverage,
        long conversations,
        int levels,
        List<Node> clusters,
        List<Breakdown> breakdowns,
        List<Breakdown.Stretch> timeline) {

    /** A cluster with what hangs under it. @param more how many children are left out for the asked depth */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Node(
            String id,
            int level,
            String name,
            String description,
            long conversations,
            String accountsBand,
            double share,
            List<Node> children,
            @Nullable Integer more) {}

    static TreeView of(PublishedRun run, List<ClusterView> clusters, List<Cell> cells, int depth) {
        Map<String, List<ClusterView>> under = new HashMap<>();
        clusters.forEach(cluster -> under.computeIfAbsent(Limits.orEmpty(cluster.parent()), parent -> new ArrayList<>())
                .add(cluster));
        List<Node> top = nodes(under, "", depth);
        return new TreeView(
                run.id(),
                run.name(),
                run.datasetId(),
                run.publishedAt().toString(),
                run.resultDigest(),
                run.document().sha256(),
                run.notes(),
                run.coverage(),
                top.stream().mapToLong(Node::conversations).sum(),
                clusters.stream().mapToInt(ClusterView::level).max().orElse(-1) + 1,
                top,
                Breakdown.of(cells, total(cells), List.of()),
                Breakdown.timeline(cells));
    }

    private static long total(List<Cell> cells) {
        Map<String, Long> byFacet = new HashMap<>();
        cells.forEach(cell -> byFacet.merge(cell.facet(), cell.conversations(), Long::sum));
        return byFacet.values().stream().mapToLong(sum -> sum).max().orElse(0);
    }

    private static List<Node> nodes(Map<String, List<ClusterView>> under, String parent, int depth) {
        List<ClusterView> here = new ArrayList<>(under.getOrDefault(parent, List.of()));
        // a child whose parent is withheld hangs among larger ones of another level
        here.sort(Comparator.comparingLong(ClusterView::conversations).reversed());
        return here.stream().map(cluster -> node(under, cluster, depth)).toList();
    }

    private static Node node(Map<String, List<ClusterView>> under, ClusterView cluster, int depth) {
        int children = under.getOrDefault(cluster.id(), List.of()).size();
        boolean cut = depth <= 1 && children > 0;
        return new Node(
                cluster.id(),
                cluster.level(),
                cluster.name(),
                cluster.description(),
                cluster.conversations(),
                cluster.accountsBand(),
                cluster.share(),
                cut ? List.of() : nodes(under, cluster.id(), depth - 1),
                cut ? children : null);
    }
}
