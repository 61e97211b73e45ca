package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
}
