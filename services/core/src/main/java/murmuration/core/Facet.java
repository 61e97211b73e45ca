package murmuration.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question that is asked of every conversation. Facets are data: built-in ones are defined like everybody's own. */
public sealed interface Facet {
    /** Its id, unique in a run, {@code [a-z][a-z0-9_]*} or {@code metadata.<key>} or {@code labels.<key>}. */
    String id();

    /** What is asked. */
    String question();

    /** Free text of at most two sentences in English, without personal detail. */
    record Text(String id, String question, String criteria) implements Facet {}

    /**
     * Values from a list.
     *
     * @param domain the values it may take; empty for one that is read from data ({@code language}, {@code metadata.*})
     * @param open whether values outside the domain are accepted; they are text and are reviewed as text
     * @param multiple whether a conversation may have several
     */
    record Category(String id, String question, List<String> domain, boolean open, boolean multiple) implements Facet {
        public Category {
            domain = List.copyOf(domain);
        }
    }

    /**
     * A number, for instance a rating of 1 to 5, or one that is computed without a model.
     *
     * @param high null where nothing bounds it
     */
    record Number(
            String id,
            String question,
            double low,
            @Nullable Double high) implements Facet {
        /** What bounds it above, infinity where nothing does. */
        public double bound() {
            return high == null ? Double.POSITIVE_INFINITY : high;
        }
    }

    /** Yes or no. */
    record Flag(String id, String question) implements Facet {}
}
