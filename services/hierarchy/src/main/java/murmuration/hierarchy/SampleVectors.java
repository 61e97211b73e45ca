package murmuration.hierarchy;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;

/** The stored vectors of drawn summaries; each shard that holds some is read once. */
final class SampleVectors {
    private final VectorStore store;
    private final String collection;

    SampleVectors(VectorStore store, String collection) {
        this.store = store;
        this.collection = collection;
    }

    /** Vectors by place; places without one are left out, all of them where the collection is gone. */
    Map<Drawn.Place, float[]> of(Collection<Drawn.Place> places) {
        Map<Integer, Set<Integer>> wanted = new TreeMap<>();
        places.forEach(place ->
                wanted.computeIfAbsent(place.shard(), s -> new HashSet<>()).add(place.position()));
        Map<Drawn.Place, float[]> vectors = new HashMap<>();
        try {
            for (Map.Entry<Integer, Set<Integer>> shard : wanted.entrySet()) {
                read(shard.getKey(), shard.getValue(), vectors);
            }
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "vectors cannot be read", e);
        } catch (MurmurationException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
        return vectors;
    }

    private void read(int shard, Set<Integer> positions, Map<Drawn.Place, float[]> vectors) throws IOException {
        VectorStore.Block block = store.scan(collection, shard);
        for (int i = 0; i < block.positions().length; i++) {
            int position = block.positions()[i];
            if (positions.contains(position)) {
                vectors.put(new Drawn.Place(shard, position), block.vectors().row(i));
            }
        }
    }
}
