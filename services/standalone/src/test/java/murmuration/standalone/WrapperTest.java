package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code murmuration}, in a folder where it finds another program than ours. */
class WrapperTest {
    /** Says what ASCII does not have. */
    static final class Speaking {
        private Speaking() {}

        public static void main(String[] args) {
            System.out.println("an answer: Grüße");
            System.err.println("on the way: 你好");
        }
    }

    @Test
    void whatIsPrintedIsUtf8InALocaleOfAscii(@TempDir Path folder) throws IOException, InterruptedException {
        Path script = Files.copy(Path.of("..", "..", "murmuration"), folder.resolve("murmuration"));
        Path jdk = Files.createDirectories(folder.resolve("bin")).resolve("jdk");
        Files.writeString(jdk, "#!/bin/sh\necho '" + System.getProperty("java.home") + "'\n");
        assertThat(jdk.toFile().setExecutable(true)).isTrue();
        writeJar(Files.createDirectories(folder.resolve("services/standalone/target/quarkus-app")));

        ProcessBuilder builder = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("LC_ALL", "C", "MURMURATION_HEAP", "64m"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("an answer: Grüße", "on the way: 你好");
    }

    /** A jar that holds nothing but the name of what it runs. */
    private static void writeJar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Speaking.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Path.of("target", "test-classes").toUri().toString());
        new JarOutputStream(Files.newOutputStream(folder.resolve("quarkus-run.jar")), manifest).close();
    }
}
