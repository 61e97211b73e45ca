package murmuration.runtime.access;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
    @TempDir
    Path folder;

    @Test
    void aProcessThatCannotKnowItsCallersDoesNotStart() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "");
        assertThatThrownBy(() -> new SigningKeys(SigningKeys.file(empty)))
                .isInstanceOf(MurmurationException.class)
                .hasMessageContaining("murmuration.sign-in.keys");
        assertThatThrownBy(() -> new SigningKeys(SigningKeys.file(folder.resolve("absent"))))
                .isInstanceOf(MurmurationException.class);
    }
}
