package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** How well a run found topics that are known, where the data carry them as {@code labels.*} and the spec asks for them. */
final class Score {
    private Score() {}

    /** Prints a line for each facet that the run was measured against. */
    static void print(JsonNode manifest) {
        for (JsonNode facet : manifest.path("evaluation")) {
            Terminal.out()
                    .printf(
                            Locale.ROOT,
                            "  known topics found: %d of %d (%s; base clusters: NMI %.3f, ARI %.3f, purity %.3f)%n",
                            facet.path("found").asInt(),
                            facet.path("known").asInt(),
                            facet.path("facet").asText(),
                            facet.path("nmi").asDouble(),
                            facet.path("ari").asDouble(),
                            facet.path("purity").asDouble());
        }
    }
}
