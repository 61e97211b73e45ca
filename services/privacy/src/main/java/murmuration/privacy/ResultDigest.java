package murmuration.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.Digest;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/**
 * The digest of what a run shows, in an order that no id enters: equal results have equal digests, whichever run they come
 * from. Left out: ids, spec, seed, times, cost, and the neighbors, which follow from the texts.
 */
final class ResultDigest {
    private final Release release;
    private final Map<String, PublishedCluster> byId = new HashMap<>();
    private final Map<String, List<SortedMap<String, Object>>> cells = new HashMap<>();

    private ResultDigest(Release release) {
        this.release = release;
        release.clusters().forEach(cluster -> byId.put(cluster.id(), cluster));
        for (PublishedCell cell : release.cells()) {
            cells.computeIfAbsent(release.nodeIds().get(cell.node()), id -> new ArrayList<>())
                    .add(line(cell));
        }
    }

    static String of(Release release) {
        return new ResultDigest(release).hex();
    }

    /** A cluster's line with what it is sorted by. */
    private record Line(int level, long conversations, String name, String json) {}

    private String hex() {
        Digest digest = new Digest();
        release.clusters().stream()
                .map(this::line)
                .sorted(Comparator.comparingInt(Line::level)
                        .thenComparing(
                                Comparator.comparingLong(Line::conversations).reversed())
                        .thenComparing(Line::name)
                        .thenComparing(Line::json))
                .forEach(line -> digest.add(line.json()));
        return digest.add(Json.write(cells.getOrDefault("", List.of())))
                .add(Json.write(release.coverage()))
                .hex();
    }

    private Line line(PublishedCluster cluster) {
        ReviewedText text = cluster.text().value();
        Size size = cluster.size().value();
        SortedMap<String, Object> line = new TreeMap<>();
        line.put("level", cluster.key().level());
        line.put("path", path(cluster));
        line.put("text", text);
        line.put("size", size);
        line.put("share", cluster.share());
        line.put("at", cluster.at());
        line.put("cells", cells.getOrDefault(cluster.id(), List.of()));
        return new Line(
                cluster.key().level(), size.conversations(), text.label().name(), Json.write(line));
    }

    private List<String> path(PublishedCluster cluster) {
        List<String> names = new ArrayList<>();
        @Nullable PublishedCluster at = byId.get(cluster.parentId());
        while (at != null) {
            names.add(at.text().value().label().name());
            at = byId.get(at.parentId());
        }
        return names;
    }

    private static SortedMap<String, Object> line(PublishedCell cell) {
        SortedMap<String, Object> line = new TreeMap<>();
        line.put("facet", cell.facet());
        line.put("variable", cell.column().variable());
        line.put("value", cell.column().label().value());
        line.put("ordinal", cell.ordinal());
        line.put("size", cell.size().value());
        line.put("days", Objects.toString(cell.column().days()));
        return line;
    }
}
