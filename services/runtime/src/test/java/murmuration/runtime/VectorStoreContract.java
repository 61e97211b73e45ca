package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;
import murmuration.core.VectorStore.Hit;
import murmuration.core.VectorStore.Place;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every vector store does; a subclass for each adapter says which one. */
public abstract class VectorStoreContract {
    private static final String COLLECTION = "contract-run-0197-request";
    private static final int D = 24;

    private VectorStore store;

    /** The store under test. */
    protected abstract VectorStore store() throws IOException;

    @BeforeEach
    void create() throws IOException {
        store = store();
        store.drop(COLLECTION);
        store.create(COLLECTION, D);
    }

    @AfterEach
    void drop() throws IOException {
        store.drop(COLLECTION);
    }

    @Test
    void scansWhatWasWrittenBitByBitInTheOrderOfPositions() throws IOException {
        int[] positions = {4999, 0, 511, 512, 7};
        Matrix vectors = unit(positions.length, 1);
        store.upsert(COLLECTION, 3, positions, vectors);

        VectorStore.Block block = store.scan(COLLECTION, 3);

        assertThat(block.positions()).containsExactly(0, 7, 511, 512, 4999);
        int[] from = {1, 4, 2, 3, 0};
        for (int i = 0; i < from.length; i++) {
            assertThat(block.vectors().row(i)).isEqualTo(vectors.row(from[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 100, 1536})
    void keepsVectorsOfAnyDimension(int d) throws IOException {
        String collection = COLLECTION + "-" + d;
        store.create(collection, d);
        Matrix vectors = Matrix.zeros(600, d);
        for (int i = 0; i < vectors.values().length; i++) {
            vectors.values()[i] = i;
        }
        store.upsert(collection, 1, IntStream.range(0, 600).toArray(), vectors);

        assertThat(store.scan(collection, 1).vectors().values()).isEqualTo(vectors.values());
        Map<Place, float[]> found = store.find(collection, places(1, 600));
        assertThat(found).hasSize(600);
        found.forEach((place, vector) -> assertThat(vector).isEqualTo(vectors.row(place.position())));
        assertThat(store.nearest(collection, vectors.row(0), 1))
                .extracting(Hit::position)
                .containsExactly(599);
        store.drop(collection);
    }

    @Test
    void scansMoreThanAPage() throws IOException {
        int n = 5000;
        Matrix vectors = unit(n, 2);
        int[] positions = IntStream.range(0, n).toArray();
        for (int at = 0; at < n; at += 250) {
            store.upsert(COLLECTION, 0, Arrays.copyOfRange(positions, at, at + 250), slice(vectors, at, 250));
        }

        assertThat(store.scan(COLLECTION, 0).positions()).isEqualTo(positions);
        assertThat(store.scan(COLLECTION, 0).vectors().values()).isEqualTo(vectors.values());
    }

    @Test
    void findsWhatStandsAtPlacesOfSeveralShardsAndLeavesOutTheRest() throws IOException {
        Matrix vectors = unit(6, 9);
        store.upsert(COLLECTION, 0, new int[] {4999, 0, 511, 512}, slice(vectors, 0, 4));
        store.upsert(COLLECTION, 3, new int[] {0, 1}, slice(vectors, 4, 2));

        Map<Place, float[]> found = store.find(
                COLLECTION,
                List.of(
                        new Place(3, 1),
                        new Place(0, 512),
                        new Place(0, 4999),
                        new Place(0, 0),
                        new Place(0, 512),
                        new Place(0, 1),
                        new Place(0, 4998),
                        new Place(0, Integer.MAX_VALUE),
                        new Place(1, 0),
                        new Place(3, 512)));

        assertThat(found).containsOnlyKeys(new Place(0, 0), new Place(0, 512), new Place(0, 4999), new Place(3, 1));
        assertThat(found.get(new Place(0, 4999))).isEqualTo(vectors.row(0));
        assertThat(found.get(new Place(0, 0))).isEqualTo(vectors.row(1));
        assertThat(found.get(new Place(0, 512))).isEqualTo(vectors.row(3));
        assertThat(found.get(new Place(3, 1))).isEqualTo(vectors.row(5));
    }

    @Test
    void findsMoreThanAPageWithTheBitsOfAScan() throws IOException {
        store.upsert(COLLECTION, 0, IntStream.range(0, 1500).toArray(), unit(1500, 10));
        store.upsert(COLLECTION, 1, IntStream.range(500, 1500).toArray(), unit(1000, 11));
        List<Place> places = new ArrayList<>(places(0, 1500));
        places.addAll(places(1, 1500));

        Map<Place, float[]> found = store.find(COLLECTION, places);

        assertThat(found).hasSize(2500);
        for (int shard = 0; shard < 2; shard++) {
            VectorStore.Block block = store.scan(COLLECTION, shard);
            for (int i = 0; i < block.positions().length; i++) {
                assertThat(found.get(new Place(shard, block.positions()[i])))
                        .isEqualTo(block.vectors().row(i));
            }
        }
    }

    @Test
    void findsNothingWhereNothingIsAskedFor() throws IOException {
        store.upsert(COLLECTION, 0, new int[] {0}, unit(1, 12));

        assertThat(store.find(COLLECTION, List.of())).isEmpty();
    }

    @Test
    void aSecondWriteReplacesTheFirst() throws IOException {
        store.upsert(COLLECTION, 0, new int[] {1, 2}, unit(2, 3));
        Matrix other = unit(1, 4);
        store.upsert(COLLECTION, 0, new int[] {2}, other);
        store.upsert(COLLECTION, 0, new int[] {2}, other);

        assertThat(store.scan(COLLECTION, 0).positions()).containsExactly(1, 2);
        assertThat(store.scan(COLLECTION, 0).vectors().row(1)).isEqualTo(other.row(0));
        assertThat(store.find(COLLECTION, places(0, 3)).get(new Place(0, 2))).isEqualTo(other.row(0));
    }

    @Test
    void aShardWithoutVectorsIsAnEmptyBlock() throws IOException {
        store.upsert(COLLECTION, 1, new int[0], Matrix.zeros(0, D));

        assertThat(store.scan(COLLECTION, 1).positions()).isEmpty();
        assertThat(store.scan(COLLECTION, 1).vectors().d()).isEqualTo(D);
        assertThat(store.shards(COLLECTION)).isEmpty();
    }

    @Test
    void listsTheShardsThatHoldVectors() throws IOException {
        for (int shard : new int[] {11, 0, 2}) {
            store.upsert(COLLECTION, shard, new int[] {5}, unit(1, shard));
        }

        assertThat(store.shards(COLLECTION)).containsExactly(0, 2, 11);
    }

    @Test
    void findsTheNearestExactlyWithTiesToTheLowerPlace() throws IOException {
        Matrix vectors = unit(300, 5);
        vectors.put(200, vectors.row(17));
        vectors.put(299, vectors.row(17));
        for (int shard = 0; shard < 3; shard++) {
            store.upsert(COLLECTION, shard, IntStream.range(0, 100).toArray(), slice(vectors, shard * 100, 100));
        }

        List<Hit> hits = store.nearest(COLLECTION, vectors.row(17), 20);

        assertThat(hits.subList(0, 3))
                .extracting(Hit::shard, Hit::position)
                .containsExactly(tuple(0, 17), tuple(2, 0), tuple(2, 99));
        List<Integer> expected = IntStream.range(0, 300)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -dot(vectors, 17, i)))
                .limit(20)
                .toList();
        assertThat(hits).extracting(hit -> hit.shard() * 100 + hit.position()).isEqualTo(expected);
        assertThat(hits)
                .allSatisfy(hit -> assertThat((double) hit.similarity())
                        .isCloseTo(dot(vectors, 17, hit.shard() * 100 + hit.position()), offset(1e-6)));
    }

    @Test
    void takesWritesOfManyThreads() throws Exception {
        int threads = 8;
        Matrix vectors = unit(threads * 100, 6);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> writes = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                // four shards, two threads each
                int shard = i / 2;
                int first = i * 100;
                int[] positions =
                        IntStream.range(first % 200, first % 200 + 100).toArray();
                writes.add(pool.submit(() -> {
                    for (int at = 0; at < 100; at += 10) {
                        store.upsert(
                                COLLECTION,
                                shard,
                                Arrays.copyOfRange(positions, at, at + 10),
                                slice(vectors, first + at, 10));
                    }
                    return true;
                }));
            }
            for (Future<?> write : writes) {
                write.get();
            }
        }

        assertThat(store.shards(COLLECTION)).containsExactly(0, 1, 2, 3);
        for (int shard = 0; shard < 4; shard++) {
            assertThat(store.scan(COLLECTION, shard).vectors().values())
                    .isEqualTo(slice(vectors, shard * 200, 200).values());
        }
    }

    @Test
    void makingACollectionAgainKeepsItsVectors() throws IOException {
        store.upsert(COLLECTION, 0, new int[] {0}, unit(1, 7));
        store.create(COLLECTION, D);

        assertThat(store.scan(COLLECTION, 0).positions()).containsExactly(0);
        assertThatThrownBy(() -> store.create(COLLECTION, D + 1))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }

    @Test
    void vectorsOfAnotherLengthAreRefused() {
        assertThatThrownBy(() -> store.upsert(COLLECTION, 0, new int[] {0}, Matrix.zeros(1, D - 1)))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }

    @Test
    void droppingTakesEverythingAndMayBeRepeated() throws IOException {
        store.upsert(COLLECTION, 0, new int[] {0}, unit(1, 8));
        store.drop(COLLECTION);
        store.drop(COLLECTION);

        for (ThrowingCallable read : List.<ThrowingCallable>of(
                () -> store.scan(COLLECTION, 0),
                () -> store.find(COLLECTION, places(0, 1)),
                () -> store.find(COLLECTION, List.of()))) {
            assertThatThrownBy(read)
                    .isInstanceOfSatisfying(
                            MurmurationException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
        store.create(COLLECTION, D);
        assertThat(store.shards(COLLECTION)).isEmpty();
    }

    /** Seeded vectors of unit length. */
    protected static Matrix unit(int n, long seed) {
        Random random = new Random(seed);
        Matrix vectors = Matrix.zeros(n, D);
        for (int i = 0; i < n; i++) {
            float[] row = new float[D];
            double square = 0;
            for (int j = 0; j < D; j++) {
                row[j] = (float) random.nextGaussian();
                square += (double) row[j] * row[j];
            }
            for (int j = 0; j < D; j++) {
                row[j] /= (float) Math.sqrt(square);
            }
            vectors.put(i, row);
        }
        return vectors;
    }

    /** The first positions of a shard. */
    private static List<Place> places(int shard, int n) {
        return IntStream.range(0, n)
                .mapToObj(position -> new Place(shard, position))
                .toList();
    }

    private static Matrix slice(Matrix all, int first, int n) {
        return new Matrix(Arrays.copyOfRange(all.values(), first * D, (first + n) * D), n, D);
    }

    private static double dot(Matrix vectors, int a, int b) {
        double sum = 0;
        for (int j = 0; j < D; j++) {
            sum += (double) vectors.values()[a * D + j] * vectors.values()[b * D + j];
        }
        return sum;
    }
}
