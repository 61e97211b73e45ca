package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A published cluster.
 *
 * @param level 0 is a base cluster
 * @param parent its nearest published ancestor; absent at the top
 * @param conversations rounded
 * @param accountsBand how many accounts, as a range
 * @param share of all published conversations
 * @param rating of the audit, 1 to 5, and who gave it
 * @param x place on the map
 * @param facetShare share of the facet value that was asked for; absent where it is not published
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClusterView(
        String id,
        int level,
        @Nullable String parent,
        String name,
        String description,
        long conversations,
        String accountsBand,
        double share,
        int rating,
        String ratedBy,
        @JsonProperty("x") double x,
        @JsonProperty("y") double y,
        @Nullable Double facetShare) {

    /** A cluster by id and name, with its size. */
    public record Brief(String id, int level, String name, long conversations) {}

    Brief brief() {
        return new Brief(id, level, name, conversations);
    }
}
