package murmuration.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;
import murmuration.runtime.CpuFamily;
import murmuration.runtime.FileVectors;
import murmuration.runtime.Progress;
import murmuration.runtime.TestDatabase;
import murmuration.runtime.VectorCollections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunVectorsTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Progress SILENT = (done, total, outcomes) -> {};

    private final HashingEmbedder embedder = new HashingEmbedder();
    private final TestRun run = new TestRun(DATABASE, "hashing");
    private final String collection = VectorCollections.ofRun(run.key, "request");

    @TempDir
    private Path folder;

    private VectorStore store;
    private RunVectors vectors;

    @BeforeEach
    void open() {
        store = new FileVectors(folder);
        RunEmbedders embedders = new RunEmbedders(DATABASE.as("embedding"), embedder, run -> embedder);
        vectors = new RunVectors(DATABASE.as("embedding"), embedders, store, 4);
    }

    @Test
    void embedsTheAnsweredConversationsOfABatchOnly() throws IOException {
        run.add(0, 0, EndState.OK, List.of("a", "b", "c"));
        run.add(0, 3, EndState.UNANSWERED, List.of("d"));
        run.add(0, 10, EndState.OK, List.of("e"));
        run.add(1, 1, EndState.OK, List.of("f"));

        assertThat(vectors.process(run.batch(0, 0, 10), SILENT)).isEqualTo(3);

        assertThat(store.scan(collection, 0).positions()).containsExactly(0, 1, 2);
        assertThat(store.scan(collection, 0).vectors().values())
                .isEqualTo(embedder.embed(List.of("a", "b", "c")).values());
        assertThat(store.shards(collection)).containsExactly(0);
    }

    @Test
    void skipsWhatIsThereAndReportsItAsDone() throws IOException {
        run.add(0, 0, EndState.OK, List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"));
        store.create(collection, 8);
        store.upsert(collection, 0, new int[] {1, 4}, embedder.embed(List.of("b", "e")));
        embedder.texts.set(0);
        List<String> reports = new ArrayList<>();

        vectors.process(run.batch(0, 0, 250), (done, total, outcomes) -> reports.add(done + "/" + total));
        vectors.process(run.batch(0, 0, 250), SILENT);

        assertThat(embedder.texts).hasValue(8);
        assertThat(reports).containsExactly("2/10", "6/10", "10/10");
    }

    @Test
    void aCanceledBatchKeepsWhatItHasWritten() throws IOException {
        run.add(0, 0, EndState.OK, List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"));

        assertThatThrownBy(() -> vectors.process(run.batch(0, 0, 250), (done, total, outcomes) -> {
                    if (done >= 4) {
                        throw new MurmurationException(ErrorCode.CANCELED, "the caller has gone");
                    }
                }))
                .isInstanceOf(MurmurationException.class);

        assertThat(store.scan(collection, 0).positions()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void theSealNamesEveryFamilyOfProcessorsThatComputed() {
        run.add(0, 0, EndState.OK, List.of("a", "b"));
        new CpuFamilyRows(DATABASE.as("embedding")).add(run.key, "z80");
        vectors.process(run.batch(0, 0, 250), SILENT);

        assertThat(vectors.seal(run.key, SILENT).report()).contains("\"cpu\":\"" + CpuFamily.name() + ", z80\"");

        vectors.drop(run.key);
        assertThat(new CpuFamilyRows(DATABASE.as("embedding")).of(run.key)).isEmpty();
    }

    @Test
    void theSealIsTheSameWhateverTheOrderOfBatches() {
        TestRun other = new TestRun(DATABASE, "hashing");
        for (TestRun each : List.of(run, other)) {
            each.add(0, 0, EndState.OK, List.of("a", "b", "c"));
            each.add(1, 7, EndState.OK, List.of("d"));
        }
        vectors.process(run.batch(0, 0, 250), SILENT);
        vectors.process(run.batch(1, 0, 250), SILENT);
        vectors.process(other.batch(1, 0, 250), SILENT);
        vectors.process(other.batch(0, 2, 1), SILENT);
        vectors.process(other.batch(0, 0, 2), SILENT);

        VectorSeal seal = vectors.seal(run.key, SILENT);

        assertThat(seal).isEqualTo(vectors.seal(other.key, SILENT));
        assertThat(seal.vectors()).isEqualTo(4);
        assertThat(seal.report()).contains("\"model\":\"hashing\"", "\"revision\":\"1\"", "\"cpu\":\"");
    }

    @Test
    void anyOtherBitGivesAnotherSeal() throws IOException {
        run.add(0, 0, EndState.OK, List.of("a", "b"));
        vectors.process(run.batch(0, 0, 2), SILENT);
        VectorSeal before = vectors.seal(run.key, SILENT);
        Matrix changed = Matrix.zeros(1, 8);
        changed.values()[0] = Float.MIN_VALUE;
        store.upsert(collection, 0, new int[] {1}, changed);

        assertThat(vectors.seal(run.key, SILENT).digest()).isNotEqualTo(before.digest());
    }

    @Test
    void aMissingOrStrayVectorIsNotSealed() throws IOException {
        run.add(0, 0, EndState.OK, List.of("a", "b"));
        vectors.process(run.batch(0, 0, 1), SILENT);
        assertThatThrownBy(() -> vectors.seal(run.key, SILENT))
                .hasMessage("the vectors of shard 0 are not those of its answers");

        vectors.process(run.batch(0, 0, 2), SILENT);
        vectors.seal(run.key, SILENT);
        store.upsert(collection, 0, new int[] {5}, embedder.embed(List.of("x")));
        assertThatThrownBy(() -> vectors.seal(run.key, SILENT))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }

    @Test
    void aRunWithoutAnswersIsSealedEmptyAndDroppedTwice() {
        assertThat(vectors.seal(run.key, SILENT).vectors()).isZero();
        vectors.drop(run.key);
        vectors.drop(run.key);
    }

    @Test
    void aRunThatAsksForAnotherModelIsRefused() {
        TestRun other = new TestRun(DATABASE, "another");

        assertThatThrownBy(() -> vectors.process(other.batch(0, 0, 1), SILENT))
                .hasMessageContaining("asks for another");
    }
}
