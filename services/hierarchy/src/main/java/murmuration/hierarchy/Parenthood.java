package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import murmuration.core.Digest;
import murmuration.core.Embedder;
import murmuration.core.LanguageModel;
import murmuration.core.Question.Candidate;
import murmuration.core.Question.Child;
import murmuration.runtime.Parallel;
import murmuration.runtime.Progress;

/** One try at giving a level's clusters parents: propose, deduplicate, assign, settle (method.md, 9, steps 2 to 5). */
final class Parenthood {
    /** Children asked for between two reports. */
    private static final int PORTION = 64;

    private final Proposals proposals;
    private final Placing placing;
    private final Parallel parallel;

    Parenthood(LanguageModel model, Embedder embedder, Parallel parallel) {
        this.proposals = new Proposals(model, embedder, parallel);
        this.placing = new Placing(model, embedder);
        this.parallel = parallel;
    }

    /** What a try gave; {@code report} is complete but for tries and the reason to stop. */
    record Tried(Families.Settled settled, LevelReport report) {
        /** Whether fewer clusters than nine tenths, and more than one, stand above. */
        boolean progresses() {
            int parents = settled.families().size();
            return parents > 1 && parents < 0.9 * report.children();
        }

        /** Whether some parent has one child only. */
        boolean hasLone() {
            return settled.families().stream().anyMatch(Family::lone);
        }
    }

    /**
     * Tries.
     *
     * @param level the level to be made
     * @param ids of the children's clusters, for draws that do not depend on their order
     */
    Tried attempt(int level, List<Child> children, List<String> ids, Wanted wanted, long seed, Progress progress) {
        Proposals.Proposed proposed = proposals.of(children, wanted, seed);
        List<Candidate> parents = proposed.parents();
        List<Integer> all = IntStream.range(0, parents.size()).boxed().toList();
        List<Placement> placed = new ArrayList<>();
        while (placed.size() < children.size()) {
            int first = placed.size();
            List<Integer> portion = IntStream.range(first, Math.min(children.size(), first + PORTION))
                    .boxed()
                    .toList();
            placed.addAll(parallel.map(
                    portion,
                    i -> placing.place(children.get(i), parents, all, Digest.seed(seed, "assign/" + ids.get(i)))));
            progress.report(placed.size(), children.size());
        }
        Families.Settled settled = Families.settle(
                children.stream().map(Child::vector).toList(),
                parents.stream().map(Candidate::name).toList(),
                placed,
                (i, among) -> placing.place(children.get(i), parents, among, Digest.seed(seed, "again/" + ids.get(i))));
        return new Tried(settled, report(level, children.size(), wanted, proposed, placed, settled));
    }

    private static LevelReport report(
            int level,
            int children,
            Wanted wanted,
            Proposals.Proposed proposed,
            List<Placement> placed,
            Families.Settled settled) {
        TreeMap<String, Integer> assigned = new TreeMap<>();
        settled.placements()
                .forEach(placement -> assigned.merge(placement.by().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
        Set<Integer> chosen = new HashSet<>();
        placed.forEach(placement -> chosen.add(placement.parent()));
        return new LevelReport(
                level,
                children,
                wanted.names(),
                1,
                proposed.neighborhoods(),
                proposed.names(),
                proposed.parents().size(),
                proposed.parents().size() - chosen.size(),
                (int) settled.families().stream().filter(Family::lone).count(),
                settled.families().size(),
                assigned,
                "");
    }
}
