package murmuration.runtime;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import murmuration.core.VectorStore;
import org.junit.jupiter.api.BeforeAll;

/** The suite on a real Qdrant, or whatever else speaks its protocol: {@code QDRANT_URL}, {@code QDRANT_API_KEY}. */
class QdrantServerTest extends VectorStoreContract {
    private static VectorStore store;

    @BeforeAll
    static void open() {
        NamedServer.required("every vector store's suite on a Qdrant server", "QDRANT_URL");
        store = new QdrantVectors(
                QdrantChannel.open(
                        URI.create(System.getenv("QDRANT_URL")), Optional.ofNullable(System.getenv("QDRANT_API_KEY"))),
                Duration.ofMinutes(1));
    }

    @Override
    protected VectorStore store() {
        return store;
    }
}
