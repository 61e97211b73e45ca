package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import murmuration.core.UnitVectors;

/**
 * Splits clusters of one level into neighborhoods of similar ones (method.md, 9): k-means with k-means++ seeding on the
 * vectors of their texts, a given number in each on average.
 *
 * <p>At most some thousand names of clusters are split here, and only to ask about them in portions; this needs neither
 * the speed nor the sharding of the clustering service's k-means, and so it stands here, plain and sequential. Seeded; a
 * tie goes to the lower index.
 */
final class Neighborhoods {
    private static final int PASSES = 15;

    private final List<float[]> vectors;
    private final SplittableRandom random;

    private Neighborhoods(List<float[]> vectors, long seed) {
        this.vectors = vectors;
        this.random = new SplittableRandom(seed);
    }

    /** Indices of the vectors by neighborhood, each ascending; one neighborhood where there are at most {@code size}. */
    static List<List<Integer>> of(List<float[]> vectors, int size, long seed) {
        int count = vectors.size() <= size ? 1 : (int) Math.round((double) vectors.size() / size);
        return count <= 1
                ? List.of(IntStream.range(0, vectors.size()).boxed().toList())
                : new Neighborhoods(vectors, seed).split(count);
    }

    private List<List<Integer>> split(int count) {
        List<float[]> centers = seeds(count);
        int[] nearest = nearest(centers);
        for (int pass = 0; pass < PASSES; pass++) {
            centers = centers(groups(nearest, centers.size()));
            int[] next = nearest(centers);
            if (Arrays.equals(next, nearest)) {
                break;
            }
            nearest = next;
        }
        return groups(nearest, centers.size());
    }

    /** The first at random, each other one with a probability that grows with its distance from those chosen. */
    private List<float[]> seeds(int count) {
        List<float[]> seeds = new ArrayList<>();
        seeds.add(vectors.get(random.nextInt(vectors.size())));
        double[] distance = new double[vectors.size()];
        Arrays.fill(distance, Double.MAX_VALUE);
        while (seeds.size() < count) {
            double sum = 0;
            for (int i = 0; i < distance.length; i++) {
                double cosine = UnitVectors.cosine(vectors.get(i), seeds.getLast());
                distance[i] = Math.min(distance[i], Math.max(0, 1 - cosine));
                sum += distance[i];
            }
            seeds.add(vectors.get(drawn(distance, random.nextDouble() * sum)));
        }
        return seeds;
    }

    private static int drawn(double[] weights, double at) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            if (sum > at) {
                return i;
            }
        }
        return weights.length - 1;
    }

    private int[] nearest(List<float[]> centers) {
        return vectors.stream().mapToInt(vector -> nearest(vector, centers)).toArray();
    }

    private static int nearest(float[] vector, List<float[]> centers) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < centers.size(); c++) {
            double cosine = UnitVectors.cosine(vector, centers.get(c));
            if (cosine > most) {
                most = cosine;
                best = c;
            }
        }
        return best;
    }

    private List<float[]> centers(List<List<Integer>> groups) {
        return groups.stream()
                .map(group -> UnitVectors.mean(group.stream().map(vectors::get).toList()))
                .toList();
    }

    /** Groups that nothing is nearest to are left out. */
    private static List<List<Integer>> groups(int[] nearest, int count) {
        List<List<Integer>> groups = IntStream.range(0, count)
                .<List<Integer>>mapToObj(g -> new ArrayList<>())
                .toList();
        for (int i = 0; i < nearest.length; i++) {
            groups.get(nearest[i]).add(i);
        }
        return groups.stream().filter(group -> !group.isEmpty()).toList();
    }
}
