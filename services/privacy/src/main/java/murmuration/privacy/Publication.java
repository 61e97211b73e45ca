package murmuration.privacy;

import java.math.BigDecimal;
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
import murmuration.core.RunSpec;
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
    private final Terms terms;

    Publication(
            Database database, DeploymentKey key, Audits audits, Function<RunKey, Embedder> embedders, Terms terms) {
        whole = database;
        this.key = key;
        this.audits = audits;
        this.embedders = embedders;
        this.terms = terms;
    }

    /**
     * What is the deployment's to say.
     *
     * @param prices of a spec's models, that costs come from
     * @param budget epsilon of all releases of a data set together
     */
    record Terms(Function<RunSpec, Manifest.Prices> prices, BigDecimal budget) {}

    /** What came of it. */
    record Published(String resultDigest, int clusters) {}

    Published publish(RunKey runKey, Course course, Progress progress) {
        Assignment run = Assignment.of(whole, runKey);
        Database database = whole.standing(run);
        RefusedSpecs.check(run.spec());
        Steps steps = new Steps(progress, run.spec().facets().size() + 4L);
        Draft draft = draft(run, steps);
        Audit audit = draft.gates().audit();
        Embedder.Model embedding = embedders.apply(runKey).model();
        List<Manifest.Evaluation> evaluation = new EvaluationRows(database).all(run);
        List<Manifest.Cost> cost = new CostRows(database).all(run);
        Marks marks = new Marks(key, runKey.tenant());
        return steps.done(() -> new PublishedRows(database).replace(run, draft, marks, compared -> {
            Release release = draft.release(
                    run.spec().beside().name(), counts(run, draft, compared), Notes.of(run.spec(), draft, compared));
            boolean exact = !compared.near() && run.spec().privacy().dp() == null;
            // how well clusters agree with known topics follows from exact counts
            Origin origin = new Origin(
                    audit,
                    embedding,
                    key,
                    exact ? evaluation : List.of(),
                    cost,
                    terms.prices().apply(run.spec()));
            return new Ready(
                    release,
                    origin.manifest(run, release, compared, course),
                    Optional.ofNullable(run.spec().privacy().dp())
                            .map(dp -> new BudgetRows.Charge(BigDecimal.valueOf(dp.epsilon()), terms.budget())));
        }));
    }

    private Counts counts(Assignment run, Draft draft, Manifest.Compared compared) {
        String tenant = run.run().tenant();
        NoisyCounts noisy = NoisyCounts.of(key, tenant, run.spec().minimums().values());
        RunSpec.Dp dp = run.spec().privacy().dp();
        if (dp == null) {
            return compared.near() ? noisy : new ExactCounts();
        }
        PrivateCounts.Scales scales = PrivateCounts.Scales.of(dp, draft).atLeast(compared.near() ? noisy.scale() : 1);
        // all that is counted enters the question: with one account more the noise is another in each number
        String question = draft.question(new Marks(key, tenant), dp) + " " + scales;
        return new PrivateCounts(
                draft.members().counting(dp.perAccount(), draft.tree().kept(draft.members())),
                new KeyedBits(key, tenant, "counts that are private", question),
                scales);
    }

    /** Everything that the run shows but its numbers. */
    Draft draft(RunKey runKey) {
        return draft(Assignment.of(whole, runKey), new Steps((done, total, outcomes) -> {}, 0));
    }

    private Draft draft(Assignment run, Steps steps) {
        Database database = whole.standing(run);
        SourceRows source = new SourceRows(database);
        Marks marks = new Marks(key, run.run().tenant());
        Clusters clusters = source.clusters(run);
        Members members = source.drawn(run, marks::conversation);
        PublishedTree.Gates gates = new PublishedTree.Gates(audits.of(run), SizeRules.of(run.spec()));
        PublishedTree tree = steps.done(
                () -> PublishedTree.of(clusters, new ReviewRows(database).all(run), new MemberSizes(members), gates));
        SortedMap<ClusterKey, List<ClusterKey>> nearest =
                steps.done(() -> new Nearest(embedders.apply(run.run())).of(tree.texts()));
        String drawn = run.datasetDigest() + " " + members.all().set();
        return new Draft(
                gates,
                members,
                tree,
                nearest,
                breakdowns(new Breakdowns(source, run, members, tree.tree(), gates), run, tree, steps),
                coverage(source.frame(run), run, members, clusters, tree),
                Ends.of(members, clusters, tree.tree(), beside -> marks.undrawn(drawn + " " + beside)),
                whyNothing(run, clusters, tree));
    }

    /** A release with its manifest, and what it costs. */
    record Ready(Release release, Manifest manifest, Optional<BudgetRows.Charge> charge) {}

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

    private static Optional<String> whyNothing(Assignment run, Clusters clusters, PublishedTree tree) {
        return tree.texts().isEmpty()
                ? Optional.of(
                        WhyNothing.of(clusters.level(0), run.spec().minimums().values()))
                : Optional.empty();
    }

    /**
     * Counts every conversation of the data set once, exactly, and checks the sums on the way. Those that were erased are in
     * it no more: counted, they would be one person's for good.
     */
    private static Coverage coverage(
            Map<EndState, Long> frame, Assignment run, Members members, Clusters clusters, PublishedTree tree) {
        Map<EndState, Group> ended = members.ended();
        long drawn = ended.values().stream().mapToLong(Group::conversations).sum();
        long inFrame = frame.getOrDefault(EndState.OK, 0L);
        MurmurationException.require(drawn == inFrame, "the conversations that ended are not as many as were drawn");
        List<Coverage.Part> parts = new ArrayList<>(Coverage.outside(frame, ended));
        parts.addAll(new ClusterCoverage(members, clusters, tree).parts(ended.getOrDefault(EndState.OK, Group.NOBODY)));
        return new Coverage(run.conversations() - frame.getOrDefault(EndState.ERASED, 0L), parts);
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
