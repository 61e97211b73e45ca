package murmuration.clustering;

import static murmuration.core.MurmurationException.require;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import murmuration.clustering.KMeans.Fit;

/** The adjusted Rand index of two clusterings of the same points (Hubert and Arabie, 1985): 1 alike, 0 as by chance. */
final class Rand {
    private Rand() {}

    /** The mean over all pairs of fits of the same points. */
    static double mean(List<Fit> fits) {
        return IntStream.range(0, fits.size())
                .boxed()
                .flatMap(i -> IntStream.range(0, i).mapToObj(j -> List.of(fits.get(j), fits.get(i))))
                .mapToDouble(pair -> adjusted(
                        pair.getFirst().nearest().centroid(),
                        pair.getLast().nearest().centroid()))
                .average()
                .orElseThrow();
    }

    /** Compares cluster by cluster, over pairs of points. */
    static double adjusted(int[] a, int[] b) {
        require(a.length == b.length, "clusterings of %d and %d points cannot be compared", a.length, b.length);
        long[] pairs = new long[a.length];
        for (int i = 0; i < a.length; i++) {
            pairs[i] = (long) a[i] << 32 | b[i];
        }
        double together = pairsWithin(pairs);
        double inA = pairsWithin(Arrays.stream(a).asLongStream().toArray());
        double inB = pairsWithin(Arrays.stream(b).asLongStream().toArray());
        double all = a.length * (a.length - 1.0) / 2;
        double byChance = all == 0 ? 0 : inA * inB / all;
        double most = (inA + inB) / 2;
        return most == byChance ? 1 : (together - byChance) / (most - byChance);
    }

    /** How many pairs have equal keys; sorts the keys. */
    private static double pairsWithin(long[] keys) {
        Arrays.sort(keys);
        double pairs = 0;
        int run = 0;
        for (int i = 0; i < keys.length; i++) {
            run = i > 0 && keys[i] == keys[i - 1] ? run + 1 : 0;
            pairs += run;
        }
        return pairs;
    }
}
