package murmuration.hierarchy;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;
import murmuration.core.VectorStore.Place;

/** The stored vectors of drawn summaries. */
final class SampleVectors {
    private final VectorStore store;
    private final String collection;

    SampleVectors(VectorStore store, String collection) {
        this.store = store;
        this.collection = collection;
    }

    /** Vectors by place; places without one are left out, all of them where the collection is gone. */
    Map<Place, float[]> of(Collection<Place> places) {
        try {
            return store.find(collection, places);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "vectors cannot be read", e);
        } catch (MurmurationException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return Map.of();
        }
    }
}
