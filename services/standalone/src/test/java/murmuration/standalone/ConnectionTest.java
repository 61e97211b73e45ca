package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which server a command works on. */
@Timeout(60)
class ConnectionTest {
    private static final String FIRST = "http://localhost:1";
    private static final String SECOND = "http://localhost:2";

    @TempDir
    Path folder = Path.of("");

    private final Connection connection = new Connection();
    private final List<String> worked = new ArrayList<>();

    @Test
    void workGoesOnOnAnotherServerWhereTheOneItHadHasLeftTheFolder() throws IOException {
        connection.data = folder;
        DataFolder data = connection.folder();
        FileLock first = data.lock().orElseThrow();
        data.announce(FIRST, "localhost:3");
        List<FileLock> held = new ArrayList<>();
        int code = connection.work(0, (url, own) -> {
            worked.add(url + (own ? " own" : ""));
            if (worked.size() == 1) {
                release(first);
                held.add(data.lock().orElseThrow());
                data.announce(SECOND, "localhost:4");
                throw unanswered();
            }
            return 7;
        });
        release(held.getFirst());
        assertThat(code).isEqualTo(7);
        assertThat(worked).containsExactly(FIRST, SECOND);
    }

    @Test
    void aServerThatAnotherProcessIsAboutToStartIsWaitedFor() throws Exception {
        connection.data = folder;
        DataFolder data = connection.folder();
        FileLock starting = data.lock().orElseThrow();
        Thread here = Thread.currentThread();
        Thread other = Thread.ofVirtual().start(() -> {
            while (here.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            data.announce(FIRST, "localhost:3");
        });
        assertThat(connection.work(0, (url, own) -> url.equals(FIRST) && !own ? 7 : 1))
                .isEqualTo(7);
        other.join();
        release(starting);
    }

    @Test
    void aServerThatIsNamedIsTheOnlyOne() {
        connection.server = FIRST;
        assertThatThrownBy(() -> connection.work(0, (url, _) -> {
                    worked.add(url);
                    throw unanswered();
                }))
                .isInstanceOf(MurmurationException.class);
        assertThat(worked).containsExactly(FIRST);
    }

    @Test
    void whoeverIsInterruptedHearsWhatBecomesOfTheRun() {
        assertThat(connection.interrupted("r1", FIRST, true))
                .endsWith(" goes on from where it is with: murmuration serve");
        connection.data = Path.of("here");
        assertThat(connection.interrupted("r1", FIRST, true))
                .contains("r1 is kept")
                .endsWith("serve --data here");
        assertThat(connection.interrupted("r1", FIRST, false))
                .contains("r1 is left to " + FIRST)
                .endsWith("murmuration runs cancel r1 --server " + FIRST);
    }

    private static MurmurationException unanswered() {
        return new MurmurationException(ErrorCode.UNAVAILABLE, "no server answers", new IOException());
    }

    private static void release(FileLock lock) {
        try {
            lock.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
