package murmuration.hierarchy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import murmuration.core.Digest;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.models.Usage;
import murmuration.runtime.Json;

/** The one digest of all levels: ids, names, descriptions and parents in the order of (level, k). */
final class HierarchySeal {
    private final ClusterRows clusters;
    private final Runs runs;
    private final Function<RunKey, Usage> usage;

    HierarchySeal(ClusterRows clusters, Runs runs, Function<RunKey, Usage> usage) {
        this.clusters = clusters;
        this.runs = runs;
        this.usage = usage;
    }

    /** What was computed: digest, counts by name, and the report as JSON. */
    record Sealed(String digest, SortedMap<String, Long> counts, String report) {}

    /** What the manifest tells: the plan's targets, the model, and how each level was raised. */
    private record Report(String model, Usage usage, List<Integer> targets, List<LevelReport> levels) {}

    /** Seals. */
    Sealed seal(RunKey run) {
        RunSpec spec = runs.spec(run);
        List<LevelReport> reports = clusters.reports(run);
        Digest digest = new Digest();
        SortedMap<String, Long> counts = new TreeMap<>();
        int base = 0;
        for (int level = 0; level <= reports.size(); level++) {
            List<ClusterRow> rows = clusters.level(run, level);
            for (ClusterRow row : rows) {
                add(digest, level, row);
                counts.merge(row.status(), 1L, Long::sum);
            }
            counts.put("LEVEL_" + level, (long) rows.size());
            base = level == 0 ? (int) rows.stream().filter(ClusterRow::survives).count() : base;
        }
        counts.put(
                "FALLBACK",
                reports.stream()
                        .mapToLong(report -> report.assigned().getOrDefault("fallback", 0))
                        .sum());
        List<Integer> targets = LevelPlan.of(base, spec.hierarchy().top()).targets();
        return new Sealed(
                digest.hex(), counts, Json.write(new Report(runs.model(run).id(), usage.apply(run), targets, reports)));
    }

    private static void add(Digest digest, int level, ClusterRow row) {
        Integer parent = row.parent();
        digest.add(level)
                .add(row.k())
                .add(row.id())
                .add(row.label().name())
                .add(row.label().description())
                .add(parent == null ? -1 : parent);
    }
}
