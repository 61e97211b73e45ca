package murmuration.clustering;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import murmuration.clustering.Choice.Candidate;
import murmuration.clustering.KMeans.Fit;
import murmuration.core.Digest;
import murmuration.core.Matrix;
import murmuration.core.Minimums;
import murmuration.core.Phrase;
import murmuration.runtime.Parallel;

/**
 * Chooses the number of clusters from the data (method.md, 6): target sizes in a geometric row, each tried with several
 * seeds on a sample; of those that cover enough and are stable enough the best separated.
 */
final class ChooseK {
    static final int SAMPLE = 50_000;
    private static final int NAMEABLE = 48;
    private static final int CLUSTERS = 10_000;
    private static final double NEAR = 0.9;
    private static final double STABILITY = 0.05;
    /** Points a centroid is trained on where a candidate only has to show its coverage. */
    private static final int GLANCE = 64;
    /** Products of points and centroids up to which a candidate is tried as the clusters are trained in the end. */
    private static final long TRAINED = 1L << 21;

    private final KMeans kMeans;
    private final Breathing breathing;
    private final TwoLevel twoLevel;
    private final long seed;

    ChooseK(Kernel kernel, Parallel parallel, long seed) {
        kMeans = new KMeans(kernel, parallel);
        breathing = new Breathing(kMeans);
        twoLevel = new TwoLevel(kernel, parallel);
        this.seed = seed;
    }

    /**
     * What is to be divided.
     *
     * @param points all vectors, or as many of them as fit into memory, drawn evenly
     * @param n number of all vectors
     * @param about the same as it may be told: candidates are, and who knows their sizes and numbers has it
     * @param coverage share of all conversations in clusters over the minimums, for each of several sets of centroids
     */
    record Data(Matrix points, int n, int about, Minimums minimums, Function<List<Matrix>, double[]> coverage) {}

    /** Tries all candidates. */
    Choice choose(Data data) {
        List<Integer> targets = targets(data.about(), data.minimums().conversations());
        if (targets.isEmpty()) {
            return one(data.minimums());
        }
        Matrix sample = Vectors.sample(data.points(), SAMPLE, Digest.seed(seed, "sample to choose k"));
        boolean whole = sample.n() == data.n();
        int n = whole ? data.about() : sample.n();
        boolean few = (long) n * clusters(n, targets.getFirst()) <= TRAINED;
        List<Candidate> measured = new ArrayList<>();
        List<Matrix> centroids = new ArrayList<>();
        for (int target : targets) {
            List<Fit> tries = tries(sample, clusters(n, target), few);
            int k = clusters(data.about(), target);
            measured.add(new Candidate(target, k, Silhouette.mean(tries), Rand.mean(tries), 0));
            centroids.add(whole ? tries.getFirst().centroids() : atRealK(data, k));
        }
        double[] coverage = data.coverage().apply(centroids);
        return best(IntStream.range(0, measured.size())
                .mapToObj(i -> covering(measured.get(i), coverage[i]))
                .toList());
    }

    /** Five tries, each trained as the clusters will be, where points are few; else two plain ones: many clusters say enough. */
    private List<Fit> tries(Matrix sample, int k, boolean few) {
        return IntStream.range(0, few ? 5 : 2)
                .mapToLong(i -> Digest.seed(seed, "try " + i))
                .mapToObj(each -> few ? breathing.fit(sample, k, each) : kMeans.fit(sample, k, each))
                .toList();
    }

    /** Where there are too few to divide, or none. */
    static Choice one(Minimums minimums) {
        return new Choice(1, Phrase.ONE_CLUSTER.with(minimums.conversations()), List.of());
    }

    /**
     * Sizes from twice the minimum to an eighth of all, by factors of √2, of 2 where the full pass is long; none for too
     * few.
     *
     * <p>Deviation: not under {@value #NAMEABLE} where there are enough: in smaller clusters of varied requests no word is
     * shared by so many accounts that a name could pass its support check, and they would end withheld. Nor so many that
     * there would be more than {@value #CLUSTERS} clusters: what follows is made for no more.
     */
    static List<Integer> targets(int n, int minimum) {
        double factor = n <= SAMPLE ? Math.sqrt(2) : 2;
        List<Integer> targets = new ArrayList<>();
        int first = Math.max(Math.max(2 * minimum, Math.min(NAMEABLE, n / 4)), Math.ceilDiv(n, CLUSTERS));
        for (double target = first; target <= Math.max(first, n / 8.0) && target <= n; target *= factor) {
            targets.add((int) Math.round(target));
        }
        return targets;
    }

    /**
     * The rule: coverage of at least 90 % of the best; of these a silhouette of at least 90 % of the best; of these a
     * stability within 0.05 of the best; then the highest silhouette, then the larger k.
     *
     * <p>Deviation: silhouettes are looked at before stability too. A handful of clusters repeats itself easily, whatever
     * the data, and would by its stability alone shut out every division that says something.
     */
    static Choice best(List<Candidate> candidates) {
        double coverage = highest(candidates, Candidate::coverage);
        List<Candidate> covering =
                candidates.stream().filter(c -> c.coverage() >= NEAR * coverage).toList();
        double silhouette = highest(covering, Candidate::silhouette);
        // what is below zero is no division at all, near zero or not
        List<Candidate> telling = covering.stream()
                .filter(c -> c.silhouette() >= Math.min(silhouette, NEAR * silhouette))
                .toList();
        double stability = highest(telling, Candidate::stability) - STABILITY;
        List<Candidate> stable =
                telling.stream().filter(c -> c.stability() >= stability).toList();
        Candidate best = stable.stream()
                .max(Comparator.comparingDouble(Candidate::silhouette).thenComparingInt(Candidate::k))
                .orElseThrow();
        String reason = Phrase.CHOSEN.with(
                candidates.size(),
                covering.size(),
                telling.size(),
                NEAR * silhouette,
                stable.size(),
                stability,
                best.silhouette());
        return new Choice(best.k(), reason, candidates);
    }

    private static double highest(List<Candidate> candidates, ToDoubleFunction<Candidate> score) {
        return candidates.stream().mapToDouble(score).max().orElse(0);
    }

    private Matrix atRealK(Data data, int k) {
        Matrix some = Vectors.sample(data.points(), Math.multiplyExact(k, GLANCE), Digest.seed(seed, "glance sample"));
        return twoLevel.centroids(some, Math.min(k, some.n()), Digest.seed(seed, "glance"));
    }

    private static int clusters(int n, int target) {
        return Math.max(1, Math.round((float) n / target));
    }

    private static Candidate covering(Candidate c, double coverage) {
        return new Candidate(c.target(), c.k(), c.silhouette(), c.stability(), coverage);
    }
}
