package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;
import murmuration.core.VectorStore.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVectorsTest extends VectorStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected VectorStore store() {
        return new FileVectors(folder);
    }

    @Test
    void anotherProcessSeesWhatThisOneWrote() throws IOException {
        store().create("c", 24);
        Matrix vectors = unit(2, 1);
        store().upsert("c", 0, new int[] {3, 600}, vectors);

        assertThat(store().scan("c", 0).vectors().values()).isEqualTo(vectors.values());
    }

    @Test
    void aVectorThatACrashLeftUnmarkedDoesNotCountAndIsWrittenAgain() throws IOException {
        store().create("c", 24);
        store().upsert("c", 0, new int[] {0, 1}, unit(2, 1));
        // the rows are on the disk, the bitmap is not
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("c/000000.f32").toFile(), "rw")) {
            file.write(new byte[64]);
        }
        assertThat(store().scan("c", 0).positions()).isEmpty();
        assertThat(store().find("c", List.of(new Place(0, 0)))).isEmpty();
        assertThat(store().shards("c")).isEmpty();

        store().upsert("c", 0, new int[] {0, 1}, unit(2, 1));
        assertThat(store().scan("c", 0).vectors().values()).isEqualTo(unit(2, 1).values());
    }

    @Test
    void holesTakeNoSpace() throws IOException {
        store().create("c", 24);
        store().upsert("c", 0, new int[] {0, 4999}, unit(2, 1));

        assertThat(Files.size(folder.resolve("c/000000.f32"))).isBetween(4_999L * 96, 5_000L * 96 + 10 * 64);
        assertThat(store().scan("c", 0).positions()).containsExactly(0, 4999);
    }

    @Test
    void aNameThatLeavesTheFolderIsRefused() {
        for (String name : new String[] {"../c", "/c", "", ".", "..", ".dropped-c", "a/b", "a\\b"}) {
            assertThatThrownBy(() -> store().create(name, 2)).isInstanceOf(MurmurationException.class);
        }
    }
}
