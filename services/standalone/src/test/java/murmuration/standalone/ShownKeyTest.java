package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownKeyTest {
    @Test
    void isTheVariablesOrTheFilesContent(@TempDir Path folder) throws IOException {
        String file = Files.writeString(folder.resolve("key"), "of-the-file\n").toString();
        assertThat(ShownKey.find(Map.of())).isEmpty();
        assertThat(ShownKey.find(Map.of(ShownKey.FILE, file))).contains("of-the-file");
        assertThat(ShownKey.find(Map.of(ShownKey.VARIABLE, "mine", ShownKey.FILE, file)))
                .contains("mine");
        assertThatThrownBy(() -> ShownKey.find(Map.of(ShownKey.FILE, folder + "/absent")))
                .hasMessageContaining(ShownKey.FILE);
    }

    @Test
    void isOneLineAndIsNotRepeatedWhereItIsNot() {
        assertThatThrownBy(() -> ShownKey.find(Map.of(ShownKey.VARIABLE, "a warning\nmurmuration_1_2")))
                .hasMessageContaining(ShownKey.VARIABLE)
                .hasMessageContaining("one line")
                .hasMessageNotContaining("murmuration_1_2");
    }

    @Test
    void isShownOverHttpsOrToThisMachineOnly() {
        assertThat(new Api("https://murmuration.example", Optional.of("a key"))).isNotNull();
        assertThat(new Api("http://localhost:8080", Optional.of("a key"))).isNotNull();
        assertThat(new Api("http://murmuration.example", Optional.empty())).isNotNull();
        assertThatThrownBy(() -> new Api("http://murmuration.example", Optional.of("a key")))
                .hasMessageContaining("https://…")
                .hasMessageNotContaining("a key");
    }
}
