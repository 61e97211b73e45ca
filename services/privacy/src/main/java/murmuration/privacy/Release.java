package murmuration.privacy;

import java.util.List;
import murmuration.core.Manifest;

/** Everything of a run that may be shown. Texts of clusters, sizes and answers exist in it only as {@link Publishable}s. */
record Release(
        String name,
        List<PublishedCluster> clusters,
        List<PublishedCell> cells,
        List<String> nodeIds,
        Manifest.Coverage coverage,
        List<String> notes) {
    Release {
        clusters = List.copyOf(clusters);
        cells = List.copyOf(cells);
        nodeIds = List.copyOf(nodeIds);
        notes = List.copyOf(notes);
    }
}
