package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QdrantVectorsTest extends VectorStoreContract {
    private static final Duration SOON = Duration.ofSeconds(20);

    // every call of the suite meets a server that is away now and then
    private static QdrantStandIn server;

    @BeforeAll
    static void start() throws IOException {
        server = new QdrantStandIn(20);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected VectorStore store() {
        return at(server.url(), QdrantStandIn.KEY);
    }

    @Test
    void aWrongKeyIsSaidToBeOne() {
        assertThatThrownBy(() -> at(server.url(), "another").shards("c"))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUTHENTICATION));
    }

    @Test
    void aWriteOfLongVectorsIsTriedAgainToo() throws IOException {
        // but for the first, every call fails once
        try (QdrantStandIn often = new QdrantStandIn(2)) {
            VectorStore store = at(often.url(), QdrantStandIn.KEY);
            store.create("long", 1536);
            store.upsert("long", 0, IntStream.range(0, 256).toArray(), Matrix.zeros(256, 1536));

            assertThat(store.shards("long")).containsExactly(0);
        }
    }

    @Test
    void aServerThatStaysAwayIsAnOutage() throws IOException {
        QdrantStandIn gone = new QdrantStandIn(0);
        URI url = gone.url();
        gone.close();
        assertThatThrownBy(() -> at(url, QdrantStandIn.KEY).shards("c"))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void anAddressWithoutASchemeIsRefused() {
        assertThatThrownBy(() -> QdrantChannel.open(URI.create("localhost:6334"), Optional.empty()))
                .hasMessageContaining("qdrant-url");
    }

    static VectorStore at(URI url, String key) {
        return new QdrantVectors(QdrantChannel.open(url, Optional.of(key)), SOON);
    }
}
