package murmuration.clustering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import murmuration.clustering.ClusterRows.Place;
import murmuration.clustering.ClusterRows.Text;
import murmuration.core.Digest;
import murmuration.core.Embedder;
import murmuration.core.Matrix;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.Json;

/**
 * Places the clusters that passed the review in the plane, by their published texts alone (method.md, 11): a size could be
 * computed from where circles stand.
 */
final class LayoutMap {
    private final Database whole;
    private final Function<RunKey, Embedder> embedders;

    LayoutMap(Database database, Function<RunKey, Embedder> embedders) {
        whole = database;
        this.embedders = embedders;
    }

    /** How the map was made, for the manifest. */
    private record Report(String method, String model, String revision) {}

    /** Places all; a second time each gets the same place. */
    Sealed place(RunKey run) {
        Assignment assignment = Assignment.of(whole, run);
        ClusterRows rows = new ClusterRows(whole.standing(assignment));
        RunSpec spec = assignment.spec();
        List<Text> clusters =
                rows.all(run).stream().map(cluster -> cluster.sized(1)).toList();
        long seed = Digest.seed(spec.seed(), "layout");
        Embedder embedder = embedders.apply(run);
        List<Text> base =
                clusters.stream().filter(c -> c.level() == 0 && passed(c)).toList();
        Layout layout = base.isEmpty() ? Layout.NOTHING : layout(base, embedder, seed);
        List<Place> places = new ArrayList<>();
        Centers centers = new Centers(clusters, base, layout);
        for (Text cluster : clusters) {
            if (passed(cluster)) {
                places.add(centers.of(cluster));
            }
        }
        rows.place(run, places);
        Report report = places.isEmpty()
                ? new Report(layout.method(), "", "")
                : new Report(
                        layout.method(), embedder.model().id(), embedder.model().revision());
        return sealed(clusters, places, report);
    }

    private static Layout layout(List<Text> base, Embedder embedder, long seed) {
        Matrix vectors = embedder.embed(base.stream().map(Text::text).toList());
        return Layout.of(vectors, base.stream().mapToLong(Text::conversations).toArray(), seed);
    }

    private static Sealed sealed(List<Text> clusters, List<Place> places, Report report) {
        Map<List<Integer>, String> ids = new java.util.HashMap<>();
        clusters.forEach(c -> ids.put(List.of(c.level(), c.k()), c.clusterId()));
        Digest digest = new Digest();
        Map<String, Long> counts = new TreeMap<>();
        for (Place place : places) {
            digest.add(place.level())
                    .add(ids.getOrDefault(List.of(place.level(), place.k()), ""))
                    .add(new float[] {place.x(), place.y()});
            counts.merge("level" + place.level(), 1L, Long::sum);
        }
        return new Sealed(digest.hex(), counts, Json.write(report));
    }

    private static boolean passed(Text cluster) {
        return cluster.status().equals("PASSED");
    }
}
