package murmuration.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import murmuration.core.Matrix;
import murmuration.runtime.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {
    private static final Matrix POINTS = PlantedTopics.even(5, 47, 37, 1).vectors();
    private static final Matrix CENTROIDS = PlantedTopics.even(71, 1, 37, 0).vectors();

    @Test
    void scalarKernelIsOneChainOfFusedMultiplyAdds() {
        float[] products = products(new ScalarKernel(), POINTS, CENTROIDS);
        for (int i = 0; i < POINTS.n(); i++) {
            for (int c = 0; c < CENTROIDS.n(); c++) {
                assertThat(products[i * CENTROIDS.n() + c]).isEqualTo(Vectors.product(POINTS, i, CENTROIDS, c));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256, 512, 0})
    void everyVectorWidthGivesTheBitsOfTheScalarKernel(int bits) throws Exception {
        Kernel kernel = ofWidth(bits);

        for (int d : new int[] {37, 100, 1536}) {
            Matrix points = PlantedTopics.even(5, 7, d, 1).vectors();
            Matrix centroids = PlantedTopics.even(71, 1, d, 0).vectors();
            assertThat(Arrays.equals(
                            products(kernel, points, centroids), products(new ScalarKernel(), points, centroids)))
                    .as("%d dimensions", d)
                    .isTrue();
        }
        assertThat(bits == 0 || kernel.width() == 2 * bits / Float.SIZE).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256, 512, 0})
    void everyVectorWidthAssignsAlike(int bits) throws Exception {
        try (Parallel parallel = new Parallel(1, () -> {})) {
            Nearest scalar = new Assigner(new ScalarKernel(), parallel).assign(POINTS, CENTROIDS);
            Nearest vector = new Assigner(ofWidth(bits), parallel).assign(POINTS, CENTROIDS);

            assertThat(vector.centroid()).isEqualTo(scalar.centroid());
            assertThat(vector.similarity()).isEqualTo(scalar.similarity());
            assertThat(vector.second()).isEqualTo(scalar.second());
        }
    }

    @Test
    void tieGoesToTheLowestIndex() {
        Matrix twins = Vectors.rows(CENTROIDS, new int[] {3, 9, 9, 3, 9});
        try (Parallel parallel = new Parallel(1, () -> {})) {
            Nearest nearest = new Assigner(BestKernel.INSTANCE, parallel).assign(twins, twins);

            assertThat(nearest.centroid()).containsExactly(0, 1, 1, 0, 1);
            assertThat(nearest.second()).isEqualTo(nearest.similarity());
        }
    }

    @Test
    void onlyOneCentroidHasNoSecond() {
        try (Parallel parallel = new Parallel(1, () -> {})) {
            Nearest nearest =
                    new Assigner(BestKernel.INSTANCE, parallel).assign(POINTS, Vectors.rows(CENTROIDS, new int[] {0}));

            assertThat(nearest.centroid()).containsOnly(0);
            assertThat(nearest.second()).containsOnly(Float.NEGATIVE_INFINITY);
        }
    }

    /** All products, {@code n × k}. */
    private static float[] products(Kernel kernel, Matrix points, Matrix centroids) {
        Panels panels = Panels.of(centroids, kernel.width());
        float[] tile = new float[points.n() * kernel.width()];
        float[] products = new float[points.n() * centroids.n()];
        for (int panel = 0; panel < panels.count(); panel++) {
            kernel.tile(points, 0, points.n(), panels, panel, tile);
            for (int i = 0; i < points.n(); i++) {
                for (int lane = 0; lane < kernel.width(); lane++) {
                    int c = panel * kernel.width() + lane;
                    if (c < centroids.n()) {
                        products[i * centroids.n() + c] = tile[i * kernel.width() + lane];
                    }
                }
            }
        }
        return products;
    }

    /** A copy of the kernel's class that is initialized anew: the width belongs to the class. */
    private static Kernel ofWidth(int bits) throws IOException, ReflectiveOperationException {
        System.setProperty("murmuration.vector.bits", Integer.toString(bits));
        try (var in = VectorKernel.class.getResourceAsStream("VectorKernel.class")) {
            return (Kernel) MethodHandles.lookup()
                    .defineHiddenClass(in.readAllBytes(), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } finally {
            System.clearProperty("murmuration.vector.bits");
        }
    }
}
