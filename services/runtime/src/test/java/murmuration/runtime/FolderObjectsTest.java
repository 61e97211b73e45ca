package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderObjectsTest extends ObjectStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected ObjectStore store() {
        return new FolderObjects(folder.resolve("objects"));
    }

    @Test
    void aFullDiskHasItsOwnCode() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "only Linux has a device that is always full");

        assertThatThrownBy(() -> store().put("a", out -> {
                    try (OutputStream device = new FileOutputStream(full.toFile())) {
                        device.write(1);
                    }
                }))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_FULL));
    }

    @Test
    void nothingIsLeftOfWhatWasDeletedOrFailed() throws IOException {
        store().put("t/d/0", out -> out.write(1));
        assertThatThrownBy(() -> store().put("t/d/1", out -> {
                    throw new IOException("torn");
                }))
                .isInstanceOf(IOException.class);
        store().deleteAll("t/");

        try (Stream<Path> files = Files.walk(folder.resolve("objects"))) {
            assertThat(files.map(file -> folder.relativize(file).toString()))
                    .containsOnly("objects", "objects/.unfinished");
        }
    }

    @Test
    void whatAProcessThatDiedHadHalfWrittenGoesOnceItIsOld() throws IOException {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        store().deleteUnfinished(yesterday);
        store().put("t/d/0", out -> out.write(1));
        Path old = Files.writeString(folder.resolve("objects/.unfinished/put1"), "half");
        Files.setLastModifiedTime(old, FileTime.from(yesterday.minusSeconds(1)));
        Path young = Files.writeString(folder.resolve("objects/.unfinished/put2"), "half");

        store().deleteUnfinished(yesterday);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(store().list("")).containsExactly("t/d/0");
    }

    @Test
    void onlyTheOwnerMayRead() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        store().put("a", out -> out.write(1));

        assertThat(Files.getPosixFilePermissions(folder.resolve("objects/a"))).hasToString("[OWNER_READ, OWNER_WRITE]");
    }
}
