package murmuration.privacy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a stage computed, as one digest with counts. @param report what the manifest tells of it: JSON */
record Sealed(String digest, SortedMap<String, Long> counts, String report) {
    Sealed(String digest, Map<String, Long> counts) {
        this(digest, new TreeMap<>(counts), "{}");
    }
}
