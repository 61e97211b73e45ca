package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import murmuration.runtime.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs a published run again from what is stored of it, and says whether it gives the same. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a published run again from stored answers and vectors: no model is asked.",
            "Ends with 0 where it gives the same result and each stage computed the same; else with 1, and says what differs."
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    Connection connection = new Connection();

    @Parameters(paramLabel = "RUN", description = "Id of a published run.")
    String run = "";

    /** Known by it, the replay is started once, also where it is asked for again. */
    private final String wish = UUID.randomUUID().toString();

    @Override
    public Integer call() {
        return connection.work(0, this::replay);
    }

    private int replay(String url, boolean own) {
        Api api = new Api(url);
        JsonNode replay =
                api.post("/runs/" + Api.encoded(run) + "/replay", Json.mapper().createObjectNode(), wish);
        String id = replay.path("id").asText();
        Watch watch = new Watch(api, id, connection.json);
        int code = connection.untilEnd(watch, url, own);
        if (code != 0) {
            return code;
        }
        JsonNode compared = api.get("/runs/" + Api.encoded(id) + "/replay");
        if (connection.json) {
            Terminal.out().println(Json.write(compared));
        } else {
            print(compared, watch.run().path("resultDigest").asText());
        }
        return compared.path("identical").asBoolean() ? 0 : 1;
    }

    private static void print(JsonNode compared, String digest) {
        Terminal.out()
                .println((compared.path("sameResult").asBoolean() ? "the same result: " : "another result: ") + digest
                        + ", " + compared.path("calls").asLong() + " calls of models");
        for (JsonNode difference : compared.path("differences")) {
            Terminal.out()
                    .println("  " + difference.path("what").asText() + "  was " + shown(difference.path("was"))
                            + ", is " + shown(difference.path("is")) + ": "
                            + difference.path("why").asText());
        }
        for (JsonNode unknown : compared.path("unknown")) {
            Terminal.out()
                    .println("  " + unknown.path("what").asText() + "  cannot be compared: "
                            + unknown.path("why").asText());
        }
        for (Map.Entry<String, JsonNode> gone : compared.path("expired").properties()) {
            Terminal.out()
                    .println("  " + gone.getKey().toLowerCase(Locale.ROOT) + "  of the run went by retention on "
                            + gone.getValue().asText());
        }
        if (!compared.path("firstStage").asText().isEmpty()) {
            Terminal.out()
                    .println("  first stage that computed something else: "
                            + compared.path("firstStage").asText());
        }
    }

    private static String shown(JsonNode value) {
        return value.isTextual() ? value.asText() : Json.write(value);
    }
}
