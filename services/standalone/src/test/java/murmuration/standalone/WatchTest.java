package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WatchTest {
    @Test
    @Timeout(60)
    void aTickThatHadToWaitShowsWhatWasSeenMeanwhile() throws IOException, InterruptedException {
        try (SameAnswer server = new SameAnswer("{\"state\": \"RUNNING\"}")) {
            Watch watch = new Watch(server.api(), "r1", true);
            Thread tick = Thread.ofPlatform().unstarted(watch::show);
            synchronized (watch) {
                tick.start();
                while (tick.getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                }
                watch.see(Json.mapper().createObjectNode().put("state", "PUBLISHED"));
            }
            tick.join();
            assertThat(watch.run().path("state").asText()).isEqualTo("PUBLISHED");
        }
    }

    @Test
    @Timeout(60)
    void aRunThatWasCanceledIsSaidToBe() throws IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try (SameAnswer server = new SameAnswer("{\"state\": \"CANCELED\"}")) {
            assertThat(new Watch(server.api(), "r1", true).untilEnd()).isEqualTo(130);
        } finally {
            System.setErr(before);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the run was canceled");
    }
}
