package murmuration.hierarchy;

import java.util.UUID;
import murmuration.core.VectorStore.Place;

/** A summary that was drawn, with its place and whose it is. */
record Drawn(int shard, int position, UUID account, String text) {
    /** Where its vector stands. */
    Place place() {
        return new Place(shard, position);
    }
}
