package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import murmuration.core.EndState;
import murmuration.core.Manifest.Coverage;
import murmuration.core.Minimums;
import murmuration.core.Stage;
import murmuration.privacy.Inferred;
import murmuration.privacy.Inferred.Known;
import murmuration.privacy.Inferred.Range;
import murmuration.privacy.RandomRelease;
import murmuration.runtime.Json;

/**
 * Everything that answers have said of where a run's conversations ended, and what follows from it: the coverage, the
 * faults that the run's progress names, the size of its data set, the {@code max} of its spec, how many clusters there
 * are that are not shown, and what is kept by sizes and breakdowns.
 *
 * <p>Promised (docs/privacy.md, one count of where conversations ended):
 * <ul>
 *   <li>An end has a line of its own only with 5 conversations of 5 accounts, and if it is not one withheld cluster.
 *       The last line stands for all others, whether or not anything ended so. Which lines there are, and what the
 *       last one is called, follows from those ends alone that may have a line.
 *   <li>An end, or a reason not to be drawn, that may not have a line may be nobody's for all that was read. A fault
 *       that the run's progress names may have no more than the name says. Where the last line takes in an end that may
 *       have one, so may all of these together.
 *   <li>Where no end but what was not drawn may have a line beside what is kept, what is kept and the last line are
 *       each in a range as wide as the minimum, by the coverage alone.
 * </ul>
 *
 * <p>Not promised: that these ranges stay as wide beside sizes and breakdowns; anything of how many were not drawn,
 * where {@code max} tells it; that no cluster is missing, where the manifest tells of more than are shown.
 */
final class ReadableEnds {
    private static final double EPSILON = 1e-6;
    private static final String NOT_SHOWN = "not_shown";
    private static final Set<String> KEPT = Set.of(TrueEnds.KEPT);
    private static final int LEAST = RandomRelease.MINIMUMS.conversations();
    private static final int FIVE = 5;

    private final RandomRelease release;
    private final Set<String> named = new TreeSet<>();
    private final Set<String> reviewed = new TreeSet<>();
    private Optional<Coverage> coverage = Optional.empty();
    private OptionalInt max = OptionalInt.empty();
    private Range size = new Range(0, 0);
    private int hidden;

    ReadableEnds(RandomRelease release) {
        this.release = release;
    }

    /** As the tree, an export, the manifest or a comparison shows it. */
    void coverage(JsonNode shown) {
        Coverage read = Json.read(shown.toString(), Coverage.class);
        assertThat(coverage.orElse(read))
                .as("the coverage is the same everywhere")
                .isEqualTo(read);
        coverage = Optional.of(read);
    }

    /** The manifest: the coverage, and how many base clusters there were. @param shown how many of these are */
    void manifest(JsonNode manifest, int shown) {
        coverage(manifest.path("coverage"));
        JsonNode all = manifest.at("/stages/CLUSTER/report/choice/k");
        assertThat(all.isInt()).as("%s", all).isTrue();
        hidden = all.asInt() - shown;
    }

    /** The run: its spec, and its progress, which names faults, and what several clusters came to, and counts none. */
    void run(JsonNode shown) {
        JsonNode most = shown.at("/spec/sampling/max");
        max = most.isInt() ? OptionalInt.of(most.asInt()) : OptionalInt.empty();
        for (JsonNode stage : shown.path("stages")) {
            assertThat(stage.has("done") || stage.has("total")).as("counts").isFalse();
            boolean ofClusters = stage.path("stage").asText().equals(Stage.REVIEW.name());
            stage.path("outcomes").forEach(each -> (ofClusters ? reviewed : named).add(each.asText()));
        }
        Set<String> expected = new TreeSet<>();
        if (release.conversations().size() >= LEAST) {
            expected.add(EndState.OK.name());
        }
        release.ends().counts().forEach((state, conversations) -> {
            if (state.isFault()) {
                expected.add(state.name());
            }
        });
        assertThat(named).isEqualTo(expected);
    }

    /** The data set's page. */
    void dataset(JsonNode shown) {
        long told = shown.path("conversations").asLong();
        Range small = Readable.nearest(told, 10);
        Range large = Readable.nearest(told, 50);
        size = new Range(told <= 1000 ? small.low() : large.low(), told < 1000 ? small.high() : large.high());
    }

    private Coverage told() {
        return coverage.orElseThrow();
    }

    private Coverage.Part last() {
        return told().parts().getLast();
    }

    /** Lines of single ends. */
    private SortedSet<String> lines() {
        SortedSet<String> lines = new TreeSet<>();
        told().parts().forEach(part -> lines.add(part.part()));
        lines.remove(TrueEnds.KEPT);
        lines.remove(last().part());
        return lines;
    }

    /** Whether its numbers are rougher, since nothing else stands alone beside what is kept. */
    boolean isBlurred() {
        return told().rounding() > Readable.BASE;
    }

    /** Conversations in the clusters that are shown, by the coverage. */
    long shownAsKept() {
        return told().parts().stream()
                .filter(part -> part.part().equals(TrueEnds.KEPT))
                .mapToLong(Coverage.Part::conversations)
                .sum();
    }

    /** Which parts there are, and their names, follows from what may stand by itself, and shares from the numbers. */
    void checkParts(TrueEnds truth) {
        assertThat(reviewed.contains("WITHHELD"))
                .isEqualTo(truth.end("withheld").clusters() >= FIVE);
        boolean isKept = truth.conversations(KEPT) > 0;
        assertThat(told().parts().getFirst().part().equals(TrueEnds.KEPT)).isEqualTo(isKept);
        SortedSet<String> lines = lines();
        Set<String> alone = truth.alone();
        Optional<String> host = truth.host();
        host.ifPresent(alone::remove);
        assertThat(lines).as("run %s", release.run().runId()).isEqualTo(alone);
        SortedSet<String> others = TrueEnds.covered();
        others.removeAll(lines);
        assertThat(last().includes()).containsExactlyElementsOf(others);
        assertThat(last().part())
                .isEqualTo(
                        host.filter(name -> lines.contains(TrueEnds.NOT_DRAWN)).orElse(NOT_SHOWN));
        assertThat(told().rounding()).isEqualTo(isKept && host.isEmpty() ? LEAST : Readable.BASE);
        for (Coverage.Part part : told().parts()) {
            if (!part.part().equals(last().part())) {
                assertThat(part.includes()).containsExactly(part.part());
            }
            assertThat(part.rounding()).isEqualTo(told().rounding());
            assertThat(part.conversations() % part.rounding()).isZero();
            double share = Math.rint(1000.0 * part.conversations() / told().conversations()) / 1000;
            assertThat(part.share()).isEqualTo(Math.min(1, share));
        }
    }

    /** How many conversations are in the clusters that are shown, by what is said here. */
    Range kept(TrueEnds truth) {
        return inferred(known(truth)).range(TrueEnds.places(KEPT)).whole();
    }

    /**
     * No end of a few follows from all that was read. Answers how many there are.
     *
     * @param kept how many conversations are in the clusters that are shown, by everything
     */
    int check(TrueEnds truth, Range kept) {
        if (isBlurred()) {
            Inferred alone = inferred(byCoverage(truth));
            for (Collection<String> part : List.of(KEPT, last().includes())) {
                assertThat(alone.range(TrueEnds.places(part)).width() + 1)
                        .as("run %s: numbers that %s may be", release.run().runId(), part)
                        .isGreaterThanOrEqualTo(LEAST - EPSILON);
            }
        }
        List<Known> known = known(truth);
        known.add(known(truth, KEPT, kept));
        Inferred all = inferred(known);
        int ends = 0;
        for (String name : TrueEnds.NAMES) {
            TrueEnds.End end = truth.end(name);
            // how many were not drawn is known to whoever knows how many were
            if (!Set.of(TrueEnds.KEPT, TrueEnds.NOT_SAMPLED).contains(name)
                    && end.conversations() > 0
                    && !end.mayStandAlone()) {
                ends++;
                assertThat(all.range(TrueEnds.places(List.of(name))).low())
                        .as("run %s, %s: %s", release.run().runId(), name, end)
                        .isLessThanOrEqualTo(byName(name).low() + EPSILON);
            }
        }
        if (truth.host().isPresent()) {
            List<String> small = truth.small();
            double named =
                    small.stream().mapToDouble(name -> byName(name).low()).sum();
            assertThat(all.range(TrueEnds.places(small)).low())
                    .as("run %s, all together: %s", release.run().runId(), small)
                    .isLessThanOrEqualTo(named + EPSILON);
        }
        return ends;
    }

    private static Inferred inferred(List<Known> known) {
        return new Inferred(TrueEnds.NAMES.size(), known);
    }

    /** That so many conversations ended so, which must be true. */
    private Known known(TrueEnds truth, Collection<String> names, Range in) {
        assertThat((double) truth.conversations(names))
                .as("run %s, %s", release.run().runId(), names)
                .isBetween(in.low(), in.high());
        return new Known(TrueEnds.places(names), in);
    }

    private Range atLeast(long least) {
        return new Range(least, size.high());
    }

    /** What the coverage says by itself. */
    private List<Known> byCoverage(TrueEnds truth) {
        long step = told().rounding();
        List<Known> known = new ArrayList<>();
        known.add(known(truth, TrueEnds.NAMES, Readable.nearest(told().conversations(), step)));
        if (shownAsKept() == 0) {
            known.add(known(truth, KEPT, new Range(0, 0)));
        }
        long sum = 0;
        for (Coverage.Part part : told().parts()) {
            sum += part.conversations();
            boolean isKept = part.part().equals(TrueEnds.KEPT);
            if (!isBlurred() || lines().contains(part.part())) {
                known.add(known(truth, part.includes(), Readable.nearest(part.conversations(), step)));
            } else if (!isKept) {
                // rounded down, and what was not drawn by itself
                int floors = part.includes().contains(TrueEnds.NOT_DRAWN) ? 2 : 1;
                long most = part.conversations() + floors * (step - 1);
                known.add(known(truth, part.includes(), new Range(part.conversations(), most)));
            }
        }
        if (isBlurred()) {
            assertThat(sum).as("what is kept is what the others leave").isEqualTo(told().conversations());
        }
        lines().forEach(line -> known.add(known(
                truth,
                List.of(line.equals(TrueEnds.NOT_DRAWN) ? TrueEnds.NOT_SAMPLED : line),
                atLeast(Minimums.FLOOR))));
        if (!last().part().equals(NOT_SHOWN)) {
            // it may stand alone, and follows from no size
            known.add(known(truth, List.of(last().part()), atLeast(Minimums.FLOOR)));
        }
        return known;
    }

    /** What everything says but sizes and breakdowns. */
    private List<Known> known(TrueEnds truth) {
        List<Known> known = byCoverage(truth);
        known.add(known(truth, TrueEnds.NAMES, size));
        List<String> drawn = new ArrayList<>(TrueEnds.NAMES);
        drawn.removeAll(TrueEnds.UNDRAWN);
        // enough were left out by the maximum: then it ended the draw
        max.ifPresent(most ->
                known.add(known(truth, drawn, new Range(lines().contains(TrueEnds.NOT_DRAWN) ? most : 0, most))));
        drawn.remove(TrueEnds.KEPT);
        drawn.removeAll(TrueEnds.OF_CLUSTERS);
        drawn.forEach(name -> known.add(known(truth, List.of(name), byName(name))));
        // each cluster holds a conversation
        known.add(known(truth, TrueEnds.OF_CLUSTERS, hidden == 0 ? new Range(0, 0) : atLeast(hidden)));
        return known;
    }

    /** How many ended so, by whether the run's progress names it. */
    private Range byName(String name) {
        for (EndState state : EndState.values()) {
            if (TrueEnds.name(state).equals(name) && state.isFault()) {
                return named.contains(state.name()) ? atLeast(1) : new Range(0, 0);
            }
        }
        return atLeast(0);
    }
}
