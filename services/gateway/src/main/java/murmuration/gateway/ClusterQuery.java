package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** Which clusters are wanted, in which order, after which: as SQL whose values are bound, never written. */
final class ClusterQuery {
    private static final int LONGEST_SEARCH = 200;
    private static final int MOST_WORDS = 10;
    private static final String FACET_SHARE =
            "(SELECT x.conversations::float8 / greatest(c.conversations, 1) FROM published.cell x"
                    + " WHERE x.run_id = c.run_id AND x.cluster_id = c.cluster_id AND x.facet = :facet"
                    + " AND x.variable = 'value' AND x.value = :value)";

    private final List<String> conditions = new ArrayList<>(List.of("c.run_id = :run"));
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String sort;
    private final int limit;
    private boolean withFacet;

    /** What was asked for, as it stands in the address. @param facet a facet and one of its values, as facet:value */
    record Asked(
            @Nullable Integer level,
            @Nullable String parent,
            @Nullable String facet,
            @Nullable String q,
            @Nullable String sort,
            @Nullable String after,
            int limit) {}

    ClusterQuery(Asked asked) {
        sort = Limits.word("sort", asked.sort(), List.of("size", "name", "facet"));
        limit = asked.limit();
        if (asked.level() != null) {
            where("c.level = :level", "level", asked.level());
        }
        if (asked.parent() != null) {
            where("c.parent_id = :parent", "parent", asked.parent());
        }
        search(Limits.orEmpty(asked.q()));
        facet(Limits.orEmpty(asked.facet()));
        if (sort.equals("facet") && !withFacet) {
            throw Limits.refused("sort=facet needs facet=<facet>:<value>");
        }
        after(Limits.orEmpty(asked.after()));
    }

    String sql(String columns) {
        return "SELECT * FROM (SELECT " + columns + ", run_id, " + (withFacet ? FACET_SHARE : "NULL::float8")
                + " AS facet_share FROM published.cluster c WHERE c.run_id = :run) c WHERE "
                + String.join(" AND ", conditions) + " ORDER BY " + order() + " LIMIT " + limit;
    }

    Map<String, Object> values() {
        return values;
    }

    /** What stands for this cluster as {@code after}. */
    String cursor(ClusterView cluster) {
        Object key = switch (sort) {
            case "name" -> cluster.name();
            case "facet" -> cluster.facetShare() == null ? -1.0 : cluster.facetShare();
            default -> cluster.conversations();
        };
        String json = Json.write(List.of(sort, key, cluster.id()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private String order() {
        return switch (sort) {
            case "name" -> "c.name, c.cluster_id";
            case "facet" -> "coalesce(c.facet_share, -1) DESC, c.cluster_id";
            default -> "c.conversations DESC, c.cluster_id";
        };
    }

    private void search(String q) {
        if (q.length() > LONGEST_SEARCH) {
            throw Limits.refused("q is at most " + LONGEST_SEARCH + " characters");
        }
        String[] words = q.isBlank() ? new String[0] : q.strip().split("\\s+");
        for (int i = 0; i < Math.min(words.length, MOST_WORDS); i++) {
            String escaped = words[i].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
            where("(c.name || ' ' || c.description) ILIKE :word" + i, "word" + i, "%" + escaped + "%");
        }
    }

    private void facet(String asked) {
        if (asked.isEmpty()) {
            return;
        }
        int colon = asked.indexOf(':');
        if (colon < 1 || colon == asked.length() - 1) {
            throw Limits.refused("facet is <facet>:<value>");
        }
        withFacet = true;
        values.put("facet", asked.substring(0, colon));
        values.put("value", asked.substring(colon + 1));
    }

    private void after(String cursor) {
        if (cursor.isEmpty()) {
            return;
        }
        JsonNode key = decoded(cursor);
        switch (sort) {
            case "name" ->
                where(
                        "(c.name, c.cluster_id) > (:key, :after)",
                        "key",
                        key.path(1).asText());
            case "facet" ->
                where(
                        "(-coalesce(c.facet_share, -1), c.cluster_id) > (-cast(:key AS float8), :after)",
                        "key",
                        key.path(1).asDouble());
            default ->
                where(
                        "(-c.conversations, c.cluster_id) > (-:key, :after)",
                        "key",
                        key.path(1).asLong());
        }
        values.put("after", key.path(2).asText());
    }

    private JsonNode decoded(String cursor) {
        try {
            JsonNode key = Json.read(
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8), JsonNode.class);
            if (key.path(0).asText().equals(sort) && isStorable(key)) {
                return key;
            }
        } catch (IllegalArgumentException | MurmurationException e) {
            throw Limits.refused("after is no cursor of this list");
        }
        throw Limits.refused("after is a cursor of another order");
    }

    /** What a database takes as text. */
    private static boolean isStorable(JsonNode key) {
        String text = key.path(1).asText() + key.path(2).asText();
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private void where(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
    }
}
