package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import murmuration.core.Answer;
import murmuration.core.Digest;
import murmuration.core.Embedder;
import murmuration.core.LanguageModel;
import murmuration.core.Question;
import murmuration.core.Question.Candidate;
import murmuration.core.Question.Child;
import murmuration.core.UnitVectors;
import murmuration.runtime.Parallel;

/**
 * The names that a level's parents may have: proposed for each neighborhood, then brought down to the level's target
 * (method.md, 9, steps 2 to 4).
 */
final class Proposals {
    private static final int NEIGHBORHOOD = 40;
    private static final int NEAREST_OUTSIDE = 10;
    private static final int GROUP = 200;
    private static final int GROUP_ON_AVERAGE = 150;

    private final LanguageModel model;
    private final Embedder embedder;
    private final Parallel parallel;

    Proposals(LanguageModel model, Embedder embedder, Parallel parallel) {
        this.model = model;
        this.embedder = embedder;
        this.parallel = parallel;
    }

    /** What was proposed: the names that remained, and how many neighborhoods and names they came from. */
    record Proposed(List<Candidate> parents, int neighborhoods, int names) {}

    /** Names for about {@code wanted} parents of these clusters. */
    Proposed of(List<Child> children, Wanted wanted, long seed) {
        List<List<Integer>> neighborhoods = Neighborhoods.of(
                children.stream().map(Child::vector).toList(), NEIGHBORHOOD, Digest.seed(seed, "neighborhoods"));
        List<String> names =
                Names.distinct(parallel.map(neighborhoods, inside -> propose(children, inside, wanted)).stream()
                        .flatMap(List::stream)
                        .toList());
        List<String> remaining = deduplicate(candidates(names), wanted, Digest.seed(seed, "proposals"));
        return new Proposed(candidates(remaining), neighborhoods.size(), names.size());
    }

    private List<String> propose(List<Child> children, List<Integer> inside, Wanted level) {
        Wanted wanted = Wanted.about((int) Math.round((double) level.names() * inside.size() / children.size()));
        List<Child> shown = Stream.concat(inside.stream(), outside(children, inside))
                .map(children::get)
                .toList();
        List<String> names = ask(new Question.Propose(shown, wanted.names()), wanted);
        return names.isEmpty() ? largest(shown.subList(0, inside.size()), wanted.names()) : names;
    }

    private static Stream<Integer> outside(List<Child> children, List<Integer> inside) {
        List<float[]> vectors = children.stream().map(Child::vector).toList();
        Set<Integer> within = new HashSet<>(inside);
        float[] center = UnitVectors.mean(inside.stream().map(vectors::get).toList());
        return UnitVectors.byNearness(center, vectors).stream()
                .filter(i -> !within.contains(i))
                .limit(NEAREST_OUTSIDE);
    }

    /** Stands in where nothing readable was proposed; only targets to assign to, since parents are named afresh. */
    private static List<String> largest(List<Child> children, int count) {
        return children.stream()
                .sorted(Comparator.comparingLong(Child::conversations).reversed())
                .map(child -> child.label().name())
                .limit(count)
                .toList();
    }

    private List<String> deduplicate(List<Candidate> proposals, Wanted wanted, long seed) {
        if (proposals.size() <= 1) {
            return proposals.stream().map(Candidate::name).toList();
        }
        List<List<Candidate>> groups = groups(proposals, seed);
        return Names.distinct(
                parallel.map(groups, group -> merge(group, share(wanted, group.size(), proposals.size()))).stream()
                        .flatMap(List::stream)
                        .toList());
    }

    /** Similar proposals stand together, so that those that mean the same meet. */
    private static List<List<Candidate>> groups(List<Candidate> proposals, long seed) {
        if (proposals.size() <= GROUP) {
            return List.of(proposals);
        }
        List<List<Candidate>> groups = new ArrayList<>();
        for (List<Integer> near :
                Neighborhoods.of(proposals.stream().map(Candidate::vector).toList(), GROUP_ON_AVERAGE, seed)) {
            for (int first = 0; first < near.size(); first += GROUP) {
                groups.add(near.subList(first, Math.min(near.size(), first + GROUP)).stream()
                        .map(proposals::get)
                        .toList());
            }
        }
        return groups;
    }

    private static Wanted share(Wanted level, int part, int whole) {
        return part == whole ? level : Wanted.about((int) Math.round((double) level.names() * part / whole));
    }

    private List<String> merge(List<Candidate> group, Wanted wanted) {
        List<String> names = ask(new Question.Deduplicate(group, wanted.names()), wanted);
        return names.isEmpty()
                ? group.stream().map(Candidate::name).limit(wanted.most()).toList()
                : names;
    }

    /** Asks, and once more where the number of names is not accepted; what is too much is cut. */
    private List<String> ask(Question<List<String>> question, Wanted wanted) {
        List<String> names = given(model.ask(question));
        if (!wanted.accepts(names.size())) {
            List<String> again = given(model.askAgain(question));
            names = wanted.accepts(again.size()) || names.isEmpty() ? again : names;
        }
        return names.stream().limit(wanted.most()).toList();
    }

    private static List<String> given(Answer<List<String>> answer) {
        return switch (answer) {
            case Answer.Given<List<String>> given -> Names.distinct(given.value());
            case Answer.Missing<List<String>> missing -> List.of();
        };
    }

    private List<Candidate> candidates(List<String> names) {
        List<float[]> embedded = embedder.embed(names).rows();
        return IntStream.range(0, names.size())
                .mapToObj(i -> new Candidate(names.get(i), embedded.get(i)))
                .toList();
    }
}
