package murmuration.core;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Arithmetic on unit vectors; sums run in index order, so that the same vectors give the same bits everywhere. */
public final class UnitVectors {
    private UnitVectors() {}

    /** Cosine of two unit vectors. */
    public static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** Brings a vector to unit length in its place; one without a direction becomes no number. */
    public static void normalize(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        double norm = Math.sqrt(square);
        for (int j = 0; j < vector.length; j++) {
            vector[j] = (float) (vector[j] / norm);
        }
    }

    /** The direction of the sum of some of these vectors; zero where they cancel out. */
    public static float[] mean(List<float[]> vectors) {
        int d = vectors.getFirst().length;
        double[] sum = new double[d];
        for (float[] vector : vectors) {
            for (int i = 0; i < d; i++) {
                sum[i] += vector[i];
            }
        }
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        double scale = square == 0 ? 0 : 1 / Math.sqrt(square);
        float[] mean = new float[d];
        for (int i = 0; i < d; i++) {
            mean[i] = (float) (sum[i] * scale);
        }
        return mean;
    }

    /** Indices of all vectors, the nearest first; a tie goes to the lower index. */
    public static List<Integer> byNearness(float[] to, List<float[]> vectors) {
        double[] cosines =
                vectors.stream().mapToDouble(vector -> cosine(to, vector)).toArray();
        return IntStream.range(0, cosines.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -cosines[i]).thenComparing(i -> i))
                .toList();
    }
}
