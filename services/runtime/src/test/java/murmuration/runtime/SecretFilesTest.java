package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    @TempDir
    Path folder;

    @Test
    void aFileIsAPropertyAsKubernetesMountsASecret() throws IOException {
        Path data = Files.createDirectory(folder.resolve("..2026_01_01"));
        Files.writeString(data.resolve("murmuration.deployment-key"), "5e5e\n");
        Files.createSymbolicLink(folder.resolve("..data"), data.getFileName());
        Files.createSymbolicLink(
                folder.resolve("murmuration.deployment-key"), Path.of("..data", "murmuration.deployment-key"));
        SecretFiles secrets = new SecretFiles(folder.toString());
        assertThat(secrets.getPropertyNames()).containsExactly("murmuration.deployment-key");
        assertThat(secrets.getValue("murmuration.deployment-key")).isEqualTo("5e5e");
    }

    @Test
    void withoutAFolderThereIsNothingAndAFolderThatIsMissingIsSaid() {
        assertThat(new SecretFiles(null).getPropertyNames()).isEmpty();
        String missing = folder.resolve("missing").toString();
        assertThatThrownBy(() -> new SecretFiles(missing)).hasMessageContaining("MURMURATION_SECRETS");
    }
}
