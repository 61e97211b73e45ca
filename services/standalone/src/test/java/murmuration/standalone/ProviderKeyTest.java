package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderKeyTest {
    @Test
    void aKeyIsToldByItsNameAndNeverShown(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "sk-of-the-file");
        assertThat(find(Map.of("A_KEY", "sk-secret"))).isEqualTo(new ProviderKey("A_KEY", true, "found"));
        assertThat(find(Map.of("A_KEY_FILE", file.toString())))
                .isEqualTo(new ProviderKey("A_KEY", true, "found, in the file that A_KEY_FILE names"));
        assertThat(find(Map.of()).told()).startsWith("not found");
        assertThat(find(Map.of()).well()).isTrue();
    }

    @Test
    void aFileThatIsNamedAndCannotBeReadIsAFault(@TempDir Path folder) {
        ProviderKey missing =
                find(Map.of("A_KEY_FILE", folder.resolve("missing").toString()));
        assertThat(missing.well()).isFalse();
        assertThat(missing.told()).startsWith("not found").contains("A_KEY_FILE");
    }

    @Test
    void aKeyThatCannotBeSentIsAFault(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "\uFEFFsk-of-the-file");
        for (ProviderKey key :
                List.of(find(Map.of("A_KEY", "sk-\u200Bsecret")), find(Map.of("A_KEY_FILE", file.toString())))) {
            assertThat(key.well()).isFalse();
            assertThat(key.told())
                    .startsWith("found")
                    .contains("a character that no key has")
                    .doesNotContain("sk-");
        }
    }

    private static ProviderKey find(Map<String, String> environment) {
        return ProviderKey.find("A_KEY", "A_KEY_FILE", environment);
    }
}
