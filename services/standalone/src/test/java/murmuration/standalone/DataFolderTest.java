package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void whoLooksForTheServerWhileAnotherAnnouncesItselfFindsOne() throws InterruptedException, IOException {
        DataFolder data = new DataFolder(folder);
        FileLock lock = data.lock().orElseThrow();
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
        lock.channel().close();
    }

    @Test
    void aServerThatEndedWithoutAWordRunsNoLongerThoughAnotherProcessHasItsNumber() {
        DataFolder data = new DataFolder(folder);
        data.announce("http://localhost:1/", "localhost:2");
        assertThat(data.server()).isEmpty();
    }

    @Test
    void whoStartsOnTheFolderOfAServerThatEndedDoesNotAnswerAtItsAddress() throws IOException {
        DataFolder data = new DataFolder(folder);
        data.announce("http://localhost:1/", "localhost:2");
        FileLock lock = data.lock().orElseThrow();
        assertThat(data.server()).as("before it has announced itself").isEmpty();
        data.announce("http://localhost:3/", "localhost:4");
        assertThat(data.server()).contains("http://localhost:3/");
        lock.channel().close();
        assertThat(data.server()).isEmpty();
    }
}
