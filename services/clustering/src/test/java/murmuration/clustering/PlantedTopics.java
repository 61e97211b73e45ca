package murmuration.clustering;

import java.util.SplittableRandom;
import murmuration.core.Matrix;

/** Unit vectors around topics that are known: topic {@code i} has {@code sizes[i]} of them, all in a seeded mixed order. */
final class PlantedTopics {
    private final Matrix vectors;
    private final int[] topics;

    private PlantedTopics(Matrix vectors, int[] topics) {
        this.vectors = vectors;
        this.topics = topics;
    }

    /** Topics in directions of their own; {@code spread} is the length of the noise on a direction of length 1. */
    static PlantedTopics of(int[] sizes, int d, double spread, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = java.util.Arrays.stream(sizes).sum();
        float[][] directions = new float[sizes.length][];
        for (int topic = 0; topic < sizes.length; topic++) {
            directions[topic] = unit(gaussian(random, d, 1));
        }
        int[] topics = new int[n];
        int at = 0;
        for (int topic = 0; topic < sizes.length; topic++) {
            for (int i = 0; i < sizes[topic]; i++) {
                topics[at++] = topic;
            }
        }
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int topic = topics[i];
            topics[i] = topics[j];
            topics[j] = topic;
        }
        Matrix vectors = Matrix.zeros(n, d);
        for (int i = 0; i < n; i++) {
            float[] noisy = gaussian(random, d, spread / Math.sqrt(d));
            for (int t = 0; t < d; t++) {
                noisy[t] += directions[topics[i]][t];
            }
            vectors.put(i, unit(noisy));
        }
        return new PlantedTopics(vectors, topics);
    }

    /** As many topics of one size. */
    static PlantedTopics even(int topics, int size, int d, double spread) {
        int[] sizes = new int[topics];
        java.util.Arrays.fill(sizes, size);
        return of(sizes, d, spread, 7);
    }

    Matrix vectors() {
        return vectors;
    }

    int[] topics() {
        return topics;
    }

    private static float[] gaussian(SplittableRandom random, int d, double scale) {
        float[] values = new float[d];
        for (int t = 0; t < d; t++) {
            values[t] = (float) (scale * random.nextGaussian());
        }
        return values;
    }

    private static float[] unit(float[] values) {
        double square = 0;
        for (float value : values) {
            square += (double) value * value;
        }
        for (int t = 0; t < values.length; t++) {
            values[t] /= (float) Math.sqrt(square);
        }
        return values;
    }
}
