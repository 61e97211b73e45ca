package murmuration.core;

import static murmuration.core.MurmurationException.require;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Keeps unit vectors in collections, each vector under (shard, position).
 *
 * <p>Writes are upserts. Scans are in the order of positions, so that everything that is computed from vectors sees them
 * in one order.
 */
public interface VectorStore {
    /** Makes the collection unless it is there; {@code d} dimensions, similarity is the dot product. */
    void create(String collection, int d) throws IOException;

    /** Writes row {@code i} of the vectors at {@code positions[i]}; what stood there is replaced. */
    void upsert(String collection, int shard, int[] positions, Matrix vectors) throws IOException;

    /** All of a shard in the order of positions; an empty block where the shard has none. */
    Block scan(String collection, int shard) throws IOException;

    /** The vectors at these places, of whatever shards; a place without one is left out. */
    Map<Place, float[]> find(String collection, Collection<Place> places) throws IOException;

    /** The shards that hold at least one vector, ascending. */
    List<Integer> shards(String collection) throws IOException;

    /** The {@code limit} vectors with the largest dot product, exact, ties to the lower (shard, position). */
    List<Hit> nearest(String collection, float[] query, int limit) throws IOException;

    /** Drops the collection; nothing happens where there is none. */
    void drop(String collection) throws IOException;

    /** A shard's vectors: row {@code i} stands at {@code positions[i]}, ascending. */
    record Block(int[] positions, Matrix vectors) {}

    /** Where a vector stands. */
    record Place(int shard, int position) {
        public Place {
            require(shard >= 0 && position >= 0, "shard %d and position %d must not be negative", shard, position);
        }
    }

    /** One neighbor. */
    record Hit(int shard, int position, float similarity) {
        /** The nearest first, ties to the lower place. */
        public static final Comparator<Hit> BEST_FIRST = Comparator.comparingDouble(Hit::similarity)
                .reversed()
                .thenComparingInt(Hit::shard)
                .thenComparingInt(Hit::position);
    }
}
