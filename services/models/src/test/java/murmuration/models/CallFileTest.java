package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallFileTest {
    private static final Endpoint NOWHERE = new Endpoint("http://localhost:1/v1", null);
    private static final ProviderHttp HTTP =
            new ProviderHttp(ProviderHttp.client(Duration.ofSeconds(5)), Duration.ofSeconds(5));

    @TempDir
    private Path folder;

    @Test
    void aBatchHoldsNoMoreCallsThanItsProviderTakes() {
        assertThat(held(new OpenAiBatches(NOWHERE, HTTP))).isEqualTo(50_000);
        assertThat(held(new AnthropicBatches(NOWHERE, HTTP))).isEqualTo(100_000);
    }

    /** Of more calls than any of them takes. */
    private int held(BatchApi api) {
        try (CallFile calls = new CallFile(folder, api)) {
            for (int i = 0; i <= 100_000; i++) {
                assertThat(calls.add("{}")).isEqualTo(i < api.mostCalls());
            }
            return calls.calls();
        }
    }
}
