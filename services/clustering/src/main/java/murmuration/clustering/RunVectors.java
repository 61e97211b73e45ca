package murmuration.clustering;

import static murmuration.core.MurmurationException.require;

import java.io.IOException;
import java.util.Arrays;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.VectorStore;
import murmuration.core.VectorStore.Block;
import murmuration.runtime.VectorCollections;

/** The vectors of a run's answered conversations: each has one, in the order of (shard, position), or it is our fault. */
final class RunVectors {
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
        return scan(store, collection, conversations.shards()[0]).vectors().d();
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
                    "shard %d: its %d vectors are not those of its %d answered conversations",
                    shards[first],
                    block.positions().length,
                    last - first);
            use.block(first, block.vectors());
            first = last;
        }
    }

    /** The vectors of these conversations, indices ascending. */
    Matrix of(int[] indices) {
        float[][] values = new float[1][];
        int[] at = {0};
        each((first, vectors) -> {
            if (values[0] == null) {
                values[0] = new float[Math.multiplyExact(indices.length, vectors.d())];
            }
            for (; at[0] < indices.length && indices[at[0]] < first + vectors.n(); at[0]++) {
                System.arraycopy(
                        vectors.values(),
                        (indices[at[0]] - first) * vectors.d(),
                        values[0],
                        at[0] * vectors.d(),
                        vectors.d());
            }
        });
        return new Matrix(values[0], indices.length, values[0].length / indices.length);
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
