package murmuration.privacy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a stage computed, as one digest with counts. */
record Sealed(String digest, SortedMap<String, Long> counts) {
    Sealed(String digest, Map<String, Long> counts) {
        this(digest, new TreeMap<>(counts));
    }
}
