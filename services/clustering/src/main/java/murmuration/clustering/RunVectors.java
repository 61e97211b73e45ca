package murmuration.clustering;

import static murmuration.core.MurmurationException.require;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.VectorStore;
import murmuration.core.VectorStore.Block;
import murmuration.core.VectorStore.Place;
import murmuration.runtime.VectorCollections;

/** The vectors of a run's answered conversations: each has one, in the order of (shard, position), or it is our fault. */
final class RunVectors {
    /** So many vectors are asked for at once, as many as a shard has. */
    private static final int AT_ONCE = 5_000;

    private final VectorStore store;
    private final String collection;
    private final Conversations conversations;

    RunVectors(VectorStore store, RunKey run, String facet, Conversations conversations) {
        this.store = store;
        this.collection = VectorCollections.ofRun(run, facet);
        this.conversations = conversations;
    }

    /** Uses the vectors of one shard, which are those of the conversations from the {@code first} on. */
    @FunctionalInterface
    interface Use {
        void block(int first, Matrix vectors);
    }

    /** The number of their dimensions. */
    int dimension() {
        return find(new int[] {0}).getFirst().length;
    }

    /** Shows all vectors, shard by shard. */
    void each(Use use) {
        int[] shards = conversations.shards();
        for (int first = 0; first < shards.length; ) {
            int last = first;
            while (last < shards.length && shards[last] == shards[first]) {
                last++;
            }
            Block block = scan(store, collection, shards[first]);
            require(
                    Arrays.equals(block.positions(), Arrays.copyOfRange(conversations.positions(), first, last)),
                    "the vectors of shard %d are not those of its answered conversations",
                    shards[first]);
            use.block(first, block.vectors());
            first = last;
        }
    }

    /** The vectors of these conversations, indices ascending; where they are few of all, no others are read. */
    Matrix of(int[] indices) {
        Matrix wanted = Matrix.zeros(indices.length, dimension());
        if (indices.length > conversations.n() / 2) {
            scanAll(indices, wanted);
        } else {
            findEach(indices, wanted);
        }
        return wanted;
    }

    private void scanAll(int[] indices, Matrix into) {
        int[] at = {0};
        each((first, vectors) -> {
            for (; at[0] < indices.length && indices[at[0]] < first + vectors.n(); at[0]++) {
                into.put(at[0], vectors.row(indices[at[0]] - first));
            }
        });
    }

    private void findEach(int[] indices, Matrix into) {
        for (int first = 0; first < indices.length; first += AT_ONCE) {
            List<float[]> found = find(Arrays.copyOfRange(indices, first, Math.min(indices.length, first + AT_ONCE)));
            for (int i = 0; i < found.size(); i++) {
                into.put(first + i, found.get(i));
            }
        }
    }

    private List<float[]> find(int[] indices) {
        List<Place> places = IntStream.of(indices)
                .mapToObj(
                        i -> new Place(conversations.shards()[i], conversations.positions()[i]))
                .toList();
        try {
            Map<Place, float[]> vectors = store.find(collection, places);
            List<float[]> found = places.stream()
                    .filter(vectors::containsKey)
                    .map(vectors::get)
                    .toList();
            require(found.size() == places.size(), "answered conversations have no vector");
            return found;
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "vectors cannot be read", e);
        }
    }

    /** A shard's vectors. */
    static Block scan(VectorStore store, String collection, int shard) {
        try {
            return store.scan(collection, shard);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "vectors of shard " + shard + " cannot be read", e);
        }
    }
}
