package murmuration.workflows.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
    @Test
    void aCheckpointThatIsThereIsNotReplaced(@TempDir Path root) {
        CheckpointFolder folder = new CheckpointFolder(root.resolve("audit"));
        folder.add(checkpoint(3));

        assertThatThrownBy(() -> folder.add(checkpoint(4)))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("number 1");

        assertThat(folder.all("default")).containsExactly(new CheckpointFolder.Found(1, Optional.of(checkpoint(3))));
    }

    private static Checkpoint checkpoint(long sequence) {
        return new Checkpoint("default", 1, sequence, "hash", "2026-01-01T00:00:00Z", "", "key", "signature");
    }
}
