package murmuration.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import murmuration.core.Matrix;
import murmuration.core.RunKey;
import murmuration.runtime.FileVectors;
import murmuration.runtime.VectorCollections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunVectorsTest {
    private static final RunKey RUN = new RunKey("default", "r");
    private static final String COLLECTION = VectorCollections.ofRun(RUN, "request");
    private static final int N = 12_000;
    private static final int SHARD = 600;

    private final Matrix all = Matrix.zeros(N, 2);

    @TempDir
    private Path folder;

    private FileVectors store;
    private RunVectors vectors;

    /** Conversation {@code i} stands at an even position, and its vector says which it is. */
    @BeforeEach
    void write() throws IOException {
        for (int i = 0; i < N; i++) {
            all.put(i, new float[] {i, -i});
        }
        store = new FileVectors(folder);
        store.create(COLLECTION, 2);
        int[] shards = IntStream.range(0, N).map(i -> i / SHARD).toArray();
        int[] positions = IntStream.range(0, N).map(i -> 2 * (i % SHARD)).toArray();
        for (int first = 0; first < N; first += SHARD) {
            store.upsert(
                    COLLECTION,
                    shards[first],
                    IntStream.range(first, first + SHARD).map(i -> positions[i]).toArray(),
                    Vectors.rows(all, IntStream.range(first, first + SHARD).toArray()));
        }
        vectors = new RunVectors(store, RUN, "request", new Conversations(shards, positions, new int[N]));
    }

    @Test
    void fewAndManyConversationsHaveTheirOwnVectors() {
        assertThat(vectors.dimension()).isEqualTo(2);
        for (int size : new int[] {1, 20, 5_001, N / 2, N / 2 + 1, N}) {
            int[] drawn = Sample.of(N, size, 3);

            Matrix read = vectors.of(drawn);

            assertThat(read.n()).isEqualTo(size);
            assertThat(read.values()).isEqualTo(Vectors.rows(all, drawn).values());
        }
    }

    @Test
    void fewAreReadWithoutTheOthers() throws IOException {
        // a scan of the shard would find a vector of nobody
        store.upsert(COLLECTION, 1, new int[] {1}, Matrix.zeros(1, 2));

        assertThat(vectors.of(new int[] {SHARD}).values()).isEqualTo(all.row(SHARD));
        int[] most = IntStream.range(0, N - 1).toArray();
        assertThatThrownBy(() -> vectors.of(most))
                .hasMessage("the vectors of shard 1 are not those of its answered conversations");
    }

    @Test
    void aConversationWithoutAVectorIsNotPassedOver() {
        Conversations more = new Conversations(new int[] {0, 0, 0, 0}, new int[] {0, 1, 2, 3}, new int[4]);
        RunVectors missing = new RunVectors(store, RUN, "request", more);

        assertThatThrownBy(() -> missing.of(new int[] {0, 1})).hasMessage("answered conversations have no vector");
    }
}
