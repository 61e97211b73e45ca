package murmuration.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndOfProcessTest {
    /** Computes for the first time while the JVM ends, after all hooks of the library have begun. */
    static final class Ending {
        private Ending() {}

        public static void main(String[] args) {
            OnnxEmbedder embedder = new OnnxEmbedder(1);
            int dimension = embedder.model().dimension();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                System.out.println(embedder.embed(List.of("a text")).d() == dimension ? "embedded" : "wrong");
            }));
        }
    }

    @Test
    void whoeverComputesWhileTheProcessEndsDoesNotCrashIt(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "-XX:-CreateCoredumpOnCrash",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ending.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(out)).isZero();
        assertThat(out).content().contains("embedded");
    }
}
