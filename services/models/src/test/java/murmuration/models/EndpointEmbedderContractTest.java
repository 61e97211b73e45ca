package murmuration.models;

import java.io.IOException;
import murmuration.core.Embedder;
import murmuration.runtime.EmbedderContract;
import org.junit.jupiter.api.AfterEach;

class EndpointEmbedderContractTest extends EmbedderContract {
    private final EmbeddingServer server;
    private final MemoryVectors known = new MemoryVectors();

    EndpointEmbedderContractTest() throws IOException {
        server = new EmbeddingServer(100);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected Embedder embedder() {
        return EndpointEmbedderTest.embedder(server.url(), "m", "", known);
    }
}
