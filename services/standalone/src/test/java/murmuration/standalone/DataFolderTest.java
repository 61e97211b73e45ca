package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void whoLooksForTheServerWhileAnotherAnnouncesItselfFindsOne() throws InterruptedException {
        DataFolder data = new DataFolder(folder);
        data.announce("http://localhost:1/", "localhost:2");
        Thread announcing = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 5_000; i++) {
                data.announce("http://localhost:1/", "localhost:2");
            }
        });
        while (announcing.isAlive()) {
            assertThat(data.server()).contains("http://localhost:1/");
        }
        announcing.join();
    }
}
