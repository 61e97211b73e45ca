package murmuration.privacy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import murmuration.core.Embedder;
import murmuration.core.EndState;
import murmuration.core.Facet;
import murmuration.core.Manifest;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Progress;

/** Computes everything of a run that may be shown, and replaces what the run had shown before. */
final class Publication {
    private final Database whole;
    private final DeploymentKey key;
    private final Audits audits;
    private final Function<RunKey, Embedder> embedders;
    private final LocalDate pricesDate;

    Publication(
            Database database,
            DeploymentKey key,
            Audits audits,
            Function<RunKey, Embedder> embedders,
            LocalDate pricesDate) {
        whole = database;
        this.key = key;
        this.audits = audits;
        this.embedders = embedders;
        this.pricesDate = pricesDate;
    }

    /** What came of it. */
    record Published(String resultDigest, int clusters) {}

    Published publish(RunKey runKey, Course course, Progress progress) {
        Assignment run = Assignment.of(whole, runKey);
        Database database = whole.standing(run);
        RefusedSpecs.check(run.spec());
        Audit audit = audits.of(run);
        Embedder embedder = embedders.apply(runKey);
        SourceRows source = new SourceRows(database);
        Steps steps = new Steps(progress, run.spec().facets().size() + 4L);

        Clusters clusters = source.clusters(run);
        SizeRules rules = SizeRules.of(run.spec());
        PublishedTree tree = steps.done(() -> PublishedTree.of(
                clusters,
                new ReviewRows(database).all(run),
                new MemberSizes(source, run),
                new PublishedTree.Gates(audit, rules)));
        SortedMap<ClusterKey, List<ClusterKey>> nearest = steps.done(() -> new Nearest(embedder).of(tree.texts()));
        List<Breakdowns.Breakdown> breakdowns =
                breakdowns(new Breakdowns(source, run, tree.tree(), rules, audit), run, tree, steps);
        Coverage coverage = coverage(source, run, clusters, tree);
        Release release = new Release(
                run.spec().beside().name(),
                tree.clusters(nearest),
                breakdowns.stream()
                        .flatMap(breakdown -> breakdown.cells().stream())
                        .toList(),
                tree.nodeIds(),
                coverage.shown(rules),
                Notes.of(run.spec(), audit.modelId(), breakdowns, whyNothing(source, run, clusters, tree)));
        Manifest manifest = new Origin(
                        audit,
                        embedder.model(),
                        key,
                        new EvaluationRows(database).all(run),
                        new CostRows(database).all(run),
                        pricesDate)
                .manifest(run, release, course);
        steps.done(() -> {
            new PublishedRows(database).replace(run, release, manifest);
            return true;
        });
        return new Published(manifest.resultDigest(), release.clusters().size());
    }

    private static List<Breakdowns.Breakdown> breakdowns(
            Breakdowns by, Assignment run, PublishedTree tree, Steps steps) {
        if (tree.texts().isEmpty()) {
            steps.skip(run.spec().facets().size() + 1L);
            return List.of();
        }
        List<Breakdowns.Breakdown> all = new ArrayList<>();
        for (Facet facet : run.spec().facets()) {
            Optional<Breakdowns.Breakdown> one = steps.done(() -> by.by(facet));
            one.ifPresent(all::add);
        }
        all.add(steps.done(by::overTime));
        return Collections.unmodifiableList(all);
    }

    private static Optional<String> whyNothing(
            SourceRows source, Assignment run, Clusters clusters, PublishedTree tree) {
        return tree.texts().isEmpty()
                ? Optional.of(WhyNothing.of(
                        source.ended(run).getOrDefault(EndState.OK, Group.NOBODY),
                        clusters.level(0),
                        run.spec().minimums().values()))
                : Optional.empty();
    }

    /** Counts every conversation of the data set once, exactly, and checks the sums on the way. */
    private static Coverage coverage(SourceRows source, Assignment run, Clusters clusters, PublishedTree tree) {
        Map<EndState, Long> frame = source.frame(run);
        Map<EndState, Group> ended = source.ended(run);
        long drawn = ended.values().stream().mapToLong(Group::conversations).sum();
        long inFrame = frame.getOrDefault(EndState.OK, 0L);
        MurmurationException.require(drawn == inFrame, "%d conversations have ended, %d were drawn", drawn, inFrame);
        List<Coverage.Part> parts = new ArrayList<>(Coverage.outside(frame, ended));
        parts.addAll(
                new ClusterCoverage(source, run, clusters, tree).parts(ended.getOrDefault(EndState.OK, Group.NOBODY)));
        return new Coverage(run.conversations(), parts);
    }

    /** Reports after each step. */
    private static final class Steps {
        private final Progress progress;
        private final long total;
        private long done;

        Steps(Progress progress, long total) {
            this.progress = progress;
            this.total = total;
        }

        <T> T done(Supplier<T> step) {
            T result = step.get();
            progress.report(++done, total, new TreeMap<>());
            return result;
        }

        void skip(long steps) {
            done += steps;
        }
    }
}
