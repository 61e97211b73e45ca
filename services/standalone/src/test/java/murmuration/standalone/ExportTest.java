package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void aFileThatCannotBeWrittenIsNamedWithTheReasonAndNothingIsLeftBesideIt() throws IOException {
        Path file = Files.createDirectory(folder.resolve("clusters.csv"));
        assertRefused(ErrorCode.INVALID_REQUEST, "is a directory");
        assertThat(file).isEmptyDirectory();
        assertThat(folder.resolve("clusters.csv.new")).doesNotExist();
    }

    @Test
    void aFullDiskIsSaidToBeOneAndTheFileStaysAsItWas() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "skipped: no /dev/full");
        Files.createSymbolicLink(folder.resolve("clusters.csv.new"), full);
        Path file = Files.writeString(folder.resolve("clusters.csv"), "of the run before");
        assertRefused(ErrorCode.STORAGE_FULL, "the disk is full");
        assertThat(file).hasContent("of the run before");
    }

    private void assertRefused(ErrorCode code, String reason) throws IOException {
        try (SameAnswer server = new SameAnswer("{}")) {
            assertThatThrownBy(() -> Export.write(server.api(), "r1", folder))
                    .isInstanceOfSatisfying(
                            MurmurationException.class,
                            e -> assertThat(e.code()).isEqualTo(code))
                    .hasMessage("cannot write " + folder.resolve("clusters.csv") + ": " + reason);
        }
    }
}
