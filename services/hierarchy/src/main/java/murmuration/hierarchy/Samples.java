package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import murmuration.core.Digest;
import murmuration.core.Summary;
import murmuration.core.VectorStore.Place;
import murmuration.runtime.Parallel;

/**
 * Contrastive samples for naming (method.md, 8): random summaries of a cluster, at most one per account while there are
 * enough, beside the nearest outside of it; what is nearly the same is one vote.
 */
final class Samples {
    private static final int BACKGROUND = 2_000;

    /** So many times the sample are drawn at most, so that one vote for what is the same leaves enough. */
    private static final int SPARE = 4;

    /** Of those near a base cluster so many are shown at most. */
    private static final int NEAR = 50;

    /** So many subjects are sampled together: the vectors of all that was drawn are in memory. */
    private static final int TOGETHER = 16;

    private final SummaryRows rows;
    private final SampleVectors vectors;
    private final Parallel parallel;
    private final List<Integer> kept;
    private final long seed;
    private final int size;
    private final Map<UUID, Integer> numbers = new HashMap<>();

    /** Where they come from, and how many draws are made side by side. */
    record Source(SummaryRows rows, SampleVectors vectors, Parallel parallel) {}

    /**
     * Samples of one run.
     *
     * @param kept the base clusters over the minimums; of no other is anything shown
     * @param size how many summaries inside, and how many outside
     */
    Samples(Source source, List<Integer> kept, long seed, int size) {
        this.rows = source.rows();
        this.vectors = source.vectors();
        this.parallel = source.parallel();
        this.kept = List.copyOf(kept);
        this.seed = seed;
        this.size = size;
    }

    /** A sample of the whole run; samples that are drawn after it number its accounts in the same way. */
    List<Summary> background() {
        return numbered(rows.background(kept, Digest.seed(seed, "background"), BACKGROUND), numbers);
    }

    /**
     * What is to be sampled.
     *
     * @param purpose what the draw is for, so that no two draws are the same
     * @param bases the base clusters that make up the cluster
     * @param outside the base clusters that outside summaries are drawn from; empty: the nearest to the one base cluster
     */
    record Subject(String purpose, List<Integer> bases, List<Integer> outside) {}

    /** One sample for each subject, in their order. */
    List<Sample> of(List<Subject> subjects) {
        List<Sample> samples = new ArrayList<>();
        for (int first = 0; first < subjects.size(); first += TOGETHER) {
            samples.addAll(together(subjects.subList(first, Math.min(subjects.size(), first + TOGETHER))));
        }
        return samples;
    }

    private List<Sample> together(List<Subject> subjects) {
        List<List<Drawn>> inside = parallel.map(
                subjects, subject -> rows.members(subject.bases(), Digest.seed(seed, subject.purpose()), SPARE * size));
        List<List<Drawn>> outside = parallel.map(subjects, this::outside);
        Map<Place, float[]> stored = vectors.of(Stream.of(inside, outside)
                .flatMap(List::stream)
                .flatMap(List::stream)
                .map(Drawn::place)
                .toList());
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            Map<UUID, Integer> own = new HashMap<>(numbers);
            samples.add(new Sample(
                    numbered(Votes.of(inside.get(i), stored, size), own),
                    numbered(Votes.of(outside.get(i), stored, outsideOf(subjects.get(i))), own)));
        }
        return samples;
    }

    private List<Drawn> outside(Subject subject) {
        return subject.outside().isEmpty()
                ? rows.near(subject.bases().getFirst(), kept, SPARE * outsideOf(subject))
                : rows.members(subject.outside(), Digest.seed(seed, subject.purpose() + "/outside"), SPARE * size);
    }

    private int outsideOf(Subject subject) {
        return subject.outside().isEmpty() ? Math.min(size, NEAR) : size;
    }

    /** Accounts become numbers, by their first appearance. */
    private static List<Summary> numbered(List<Drawn> drawn, Map<UUID, Integer> numbers) {
        return drawn.stream()
                .map(d -> new Summary(d.text(), numbers.computeIfAbsent(d.account(), a -> numbers.size())))
                .toList();
    }
}
