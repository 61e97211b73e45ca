package murmuration.gateway;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A cell of a published breakdown, as the published schema holds it. */
record Cell(
        String clusterId,
        String facet,
        String variable,
        String value,
        long conversations,
        String accountsBand,
        @Nullable LocalDate start,
        @Nullable LocalDate end) {
    /** The facet under which time lines are kept. */
    static final String TIME = "time";

    boolean isTime() {
        return facet.equals(TIME);
    }
}
