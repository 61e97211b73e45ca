package murmuration.privacy;

import java.util.List;
import murmuration.core.Manifest;

/** Everything of a run that may be shown. Its parts that come from people exist only as {@link Publishable}s. */
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
