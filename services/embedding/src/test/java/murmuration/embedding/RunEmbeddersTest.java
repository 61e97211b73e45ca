package murmuration.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import murmuration.core.Embedder;
import murmuration.core.RunSpec;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.Test;

class RunEmbeddersTest {
    private static final TestDatabase DATABASE = TestDatabase.create();

    @Test
    void aRunKeepsItsEmbedderWhileOthersAreAtWork() {
        RunEmbedders embedders =
                new RunEmbedders(DATABASE.as("embedding"), new HashingEmbedder(), run -> new HashingEmbedder());
        TestRun run = run();
        Embedder own = embedders.of(run.key);
        for (int other = 0; other < 8; other++) {
            assertThat(embedders.of(run().key)).isNotSameAs(own);
        }
        assertThat(embedders.of(run.key)).isSameAs(own);
    }

    private static TestRun run() {
        return new TestRun(DATABASE, new RunSpec.Embedding("openai", "hashing"));
    }
}
