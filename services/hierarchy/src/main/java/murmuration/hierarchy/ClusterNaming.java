package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import murmuration.core.Embedder;
import murmuration.core.LanguageModel;
import murmuration.core.Pace;
import murmuration.core.Question;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.VectorStore;
import murmuration.runtime.Database;
import murmuration.runtime.Parallel;
import murmuration.runtime.Progress;
import murmuration.runtime.Pulse;
import murmuration.runtime.VectorCollections;

/**
 * Names the clusters of a level that wait for a name (method.md, 8 and 9).
 *
 * <p>They are named in waves whose size goes by the level, in order: inside a wave all are asked side by side, and each wave knows the
 * names that the earlier ones have got. A wave is written at once, so that a process that is killed goes on with the same
 * waves, and the names do not depend on how many are asked at a time.
 *
 * <p>What the run's model gave two names that did not stand is named by the embedded model.
 */
final class ClusterNaming {
    private final Database whole;
    private final Runs runs;
    private final VectorStore store;
    private final Function<RunKey, Embedder> embedders;
    private final int atOnce;

    ClusterNaming(Database database, Runs runs, VectorStore store, Function<RunKey, Embedder> embedders, int atOnce) {
        whole = database;
        this.runs = runs;
        this.store = store;
        this.embedders = embedders;
        this.atOnce = atOnce;
    }

    /** Names what waits; clusters that have a name are skipped. */
    void name(RunKey run, int level, Progress heard) {
        Pulse progress = new Pulse(heard);
        Database database = whole.standing(runs.assignment(run));
        ClusterRows clusters = new ClusterRows(database);
        SortedMap<Integer, ClusterRow> rows = new TreeMap<>();
        clusters.level(run, level).forEach(row -> rows.put(row.k(), row));
        report(rows.values(), progress);
        List<ClusterRow> waiting =
                rows.values().stream().filter(ClusterRow::waits).toList();
        if (waiting.isEmpty()) {
            return;
        }
        RunSpec spec = runs.spec(run);
        LanguageModel model =
                waiting.stream().allMatch(ClusterRow::waitsForSharedWords) ? runs.embedded() : runs.model(run);
        try (Parallel parallel = new Parallel(spec.questionsAtOnce(atOnce), progress::beat)) {
            Namings namings = namings(run, level, spec, new Asking(model, parallel, database));
            Labels labels = new Labels(model, parallel, spec.minimums().values().support());
            int size = Pace.wave(rows.size());
            for (int first = 0; first < waiting.size(); first += size) {
                List<ClusterRow> wave = waiting.subList(first, Math.min(waiting.size(), first + size));
                List<ClusterRow> named = named(namings.of(wave, rows.values()), labels, taken(rows.values()));
                clusters.name(run, level, named);
                named.forEach(row -> rows.put(row.k(), row));
                report(rows.values(), progress);
            }
        }
    }

    private record Asking(LanguageModel model, Parallel parallel, Database database) {}

    private Namings namings(RunKey run, int level, RunSpec spec, Asking asking) {
        String facet = spec.cluster().facet();
        ClusterRows clusters = new ClusterRows(asking.database());
        Samples samples = new Samples(
                new Samples.Source(
                        new SummaryRows(asking.database(), run, facet),
                        new SampleVectors(store, VectorCollections.ofRun(run, facet)),
                        asking.parallel()),
                kept(clusters.level(run, 0)),
                spec.seed(),
                asking.model().namingSample());
        return level == 0
                ? new BaseNamings(
                        samples,
                        samples.background(),
                        Runs.criteria(spec),
                        spec.minimums().values().support())
                : new ParentNamings(samples, clusters.upTo(run, level), embedders.apply(run));
    }

    private static List<Integer> kept(List<ClusterRow> base) {
        return base.stream().filter(row -> !row.tooFew()).map(ClusterRow::k).toList();
    }

    private static List<ClusterRow> named(List<Naming> namings, Labels labels, Set<String> taken) {
        List<Optional<Question.Label>> given = labels.of(namings, taken);
        List<ClusterRow> named = new ArrayList<>();
        for (int i = 0; i < namings.size(); i++) {
            named.add(namings.get(i).cluster().withLabel(given.get(i).orElse(null)));
        }
        return named;
    }

    private static Set<String> taken(Collection<ClusterRow> level) {
        return level.stream()
                .filter(ClusterRow::holdsName)
                .map(row -> Names.key(row.label().name()))
                .collect(Collectors.toSet());
    }

    private static void report(Collection<ClusterRow> level, Progress progress) {
        Map<String, Long> outcomes = level.stream()
                .filter(row -> !row.waits() && !row.tooFew())
                .collect(Collectors.groupingBy(
                        row -> row.reason().isEmpty() ? ClusterRow.NAMED : row.reason(),
                        TreeMap::new,
                        Collectors.counting()));
        long done = outcomes.values().stream().mapToLong(count -> count).sum();
        long waiting = level.stream().filter(ClusterRow::waits).count();
        progress.report(done, done + waiting, outcomes);
    }
}
