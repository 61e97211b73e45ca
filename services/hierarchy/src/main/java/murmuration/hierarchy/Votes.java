package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import murmuration.core.UnitVectors;
import murmuration.core.VectorStore.Place;

/** Summaries that say nearly the same count once (method.md, 8): cosine of 0.97 or more, or equal texts. */
final class Votes {
    private static final double SAME = 0.97;

    private Votes() {}

    /** The first {@code limit} that are not nearly the same as one before; where vectors are missing, texts decide. */
    static List<Drawn> of(List<Drawn> drawn, Map<Place, float[]> vectors, int limit) {
        List<Drawn> kept = new ArrayList<>();
        List<float[]> directions = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (Drawn candidate : drawn) {
            if (kept.size() == limit) {
                break;
            }
            float[] vector = vectors.get(candidate.place());
            boolean seen = !texts.add(Names.key(candidate.text()))
                    || (vector != null
                            && directions.stream().anyMatch(other -> UnitVectors.cosine(vector, other) >= SAME));
            if (!seen) {
                kept.add(candidate);
                if (vector != null) {
                    directions.add(vector);
                }
            }
        }
        return kept;
    }
}
