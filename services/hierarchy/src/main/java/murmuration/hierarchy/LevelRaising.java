package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import murmuration.core.Digest;
import murmuration.core.Embedder;
import murmuration.core.Question;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.StageReport.Stopped;
import murmuration.hierarchy.ClusterRows.Place;
import murmuration.hierarchy.ClusterRows.Size;
import murmuration.runtime.Parallel;
import murmuration.runtime.Progress;
import murmuration.runtime.Pulse;

/**
 * Makes the parents of a level's surviving clusters, or decides that there are none (method.md, 9).
 *
 * <p>Everything is asked first and then written in one transaction together with its report, so a process that is killed
 * leaves either no trace or the whole level.
 */
final class LevelRaising {
    private final ClusterRows clusters;
    private final Runs runs;
    private final Function<RunKey, Embedder> embedders;
    private final int atOnce;

    LevelRaising(ClusterRows clusters, Runs runs, Function<RunKey, Embedder> embedders, int atOnce) {
        this.clusters = clusters;
        this.runs = runs;
        this.embedders = embedders;
        this.atOnce = atOnce;
    }

    /**
     * What stands on the level above.
     *
     * @param parents its clusters; 0 where the level below is the top
     * @param more whether another level should be raised on it
     */
    record Raised(int parents, boolean more) {}

    /** Raises; a level that has been decided is found again. */
    Raised raise(RunKey run, int level, Progress progress) {
        return new LevelRaising(clusters.standing(runs.assignment(run)), runs, embedders, atOnce)
                .raised(run, level, progress);
    }

    private Raised raised(RunKey run, int level, Progress progress) {
        RunSpec spec = runs.spec(run);
        LevelPlan plan = LevelPlan.of(
                survivors(clusters.level(run, 0)).size(), spec.hierarchy().top());
        if (clusters.report(run, level + 1).isEmpty()) {
            decide(run, spec, plan, level, new Pulse(progress));
        }
        int parents = clusters.report(run, level + 1).orElseThrow().parents();
        return new Raised(parents, parents >= LevelPlan.FEWEST && level + 1 < plan.top());
    }

    private void decide(RunKey run, RunSpec spec, LevelPlan plan, int level, Pulse progress) {
        List<ClusterRow> children = survivors(clusters.level(run, level));
        if (level >= plan.top() || children.size() < LevelPlan.FEWEST) {
            Stopped why = children.size() < LevelPlan.FEWEST ? Stopped.TOO_FEW : Stopped.PLANNED_TOP;
            clusters.raise(run, LevelReport.untried(level + 1, children.size(), why), List.of(), List.of());
            return;
        }
        progress.report(0, children.size());
        try (Parallel parallel = new Parallel(spec.questionsAtOnce(atOnce), progress::beat)) {
            Embedder embedder = embedders.apply(run);
            Parenthood parenthood = new Parenthood(runs.model(run), embedder, parallel);
            Attempts attempts = new Attempts(
                    parenthood, level + 1, children, asChildren(children, embedder), spec.seed(), progress);
            write(run, level, children, plan.small() ? attempts.withoutLone(plan) : attempts.progressing(plan));
        }
    }

    private static List<ClusterRow> survivors(List<ClusterRow> level) {
        return level.stream().filter(ClusterRow::survives).toList();
    }

    private static List<Question.Child> asChildren(List<ClusterRow> rows, Embedder embedder) {
        List<float[]> embedded = embedder.embed(
                        rows.stream().map(row -> row.label().text()).toList())
                .rows();
        return IntStream.range(0, rows.size())
                .mapToObj(
                        i -> new Question.Child(rows.get(i).label(), rows.get(i).conversations(), embedded.get(i)))
                .toList();
    }

    private void write(RunKey run, int level, List<ClusterRow> children, Attempts.Outcome outcome) {
        List<ClusterRow> parents = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        outcome.settled().ifPresent(settled -> {
            parents.addAll(parents(run, level, children, settled.families()));
            for (int k = 0; k < parents.size(); k++) {
                for (int child : settled.families().get(k).children()) {
                    places.add(new Place(
                            children.get(child).k(),
                            k,
                            settled.placements().get(child).by()));
                }
            }
        });
        clusters.raise(run, outcome.report(), parents, places);
    }

    private List<ClusterRow> parents(RunKey run, int level, List<ClusterRow> children, List<Family> families) {
        Map<Integer, Size> sizes = clusters.sizes(run, unions(clusters.upTo(run, level), children, families));
        return IntStream.range(0, families.size())
                .mapToObj(k -> parent(level + 1, k, families.get(k), children, sizes.getOrDefault(k, new Size(0, 0))))
                .toList();
    }

    private static List<Integer> unions(
            List<List<ClusterRow>> levels, List<ClusterRow> children, List<Family> families) {
        SortedMap<Integer, SortedSet<Integer>> bases = Bases.of(levels);
        List<Integer> unions =
                new ArrayList<>(Collections.nCopies(levels.getFirst().getLast().k() + 1, -1));
        for (int k = 0; k < families.size(); k++) {
            for (int child : families.get(k).children()) {
                for (int base : bases.getOrDefault(children.get(child).k(), Collections.emptySortedSet())) {
                    unions.set(base, k);
                }
            }
        }
        return unions;
    }

    /** A parent waits for its final name, and meanwhile carries the proposed one; a collapsed one is its child again. */
    private static ClusterRow parent(int level, int k, Family family, List<ClusterRow> children, Size size) {
        List<ClusterRow> own = family.children().stream().map(children::get).toList();
        Digest id = new Digest().add("parent").add(level);
        own.stream().map(ClusterRow::id).sorted().forEach(id::add);
        return new ClusterRow(
                k,
                id.hex(),
                null,
                family.lone() ? ClusterRow.COLLAPSED : ClusterRow.NEW,
                "",
                List.of(),
                0,
                family.lone() ? own.getFirst().label() : new Question.Label(family.name(), ""),
                size.conversations(),
                size.accounts());
    }
}
