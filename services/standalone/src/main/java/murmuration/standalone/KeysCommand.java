package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes, lists and revokes API keys: as an administrator, or as the operator of the machine that holds the data folder. */
@Command(name = "keys", mixinStandardHelpOptions = true, description = "Makes, lists and revokes API keys.")
final class KeysCommand implements Callable<Integer> {
    @Mixin
    Connection connection = new Connection();

    /** Whose keys. */
    static final class Whose {
        @Option(
                names = "--tenant",
                paramLabel = "TENANT",
                description = "Of this tenant; for the operator only (default: default).")
        @Nullable
        String tenant;

        String query() {
            String named = tenant;
            return named == null ? "" : "?tenant=" + Api.encoded(named);
        }
    }

    @Override
    public Integer call() {
        return list(new Whose());
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a key and prints it; it cannot be read again.")
    int create(
            @Mixin Whose whose,
            @Parameters(paramLabel = "NAME", description = "Who or what will use it.") String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "ROLE",
                            description = "viewer, analyst, steward or admin; safety, with the operator's key only.")
                    String role,
            @Option(names = "--days", paramLabel = "N", description = "Good for so many days (default: until revoked).")
                    @Nullable
                    Integer days) {
        ObjectNode wanted = Json.mapper().createObjectNode().put("name", name).put("role", role);
        if (days != null) {
            wanted.put("expiresAt", Instant.now().plus(days, ChronoUnit.DAYS).toString());
        }
        JsonNode made = connection.operatorApi().post("/keys" + whose.query(), wanted);
        Terminal.out()
                .println(connection.json ? Json.write(made) : made.path("key").asText());
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the keys, without themselves.")
    int list(@Mixin Whose whose) {
        JsonNode answer = connection.operatorApi().list("/keys" + whose.query());
        if (connection.json) {
            Terminal.out().println(Json.write(answer));
            return 0;
        }
        for (JsonNode key : answer.path("items")) {
            Terminal.out().println(line(key));
        }
        return 0;
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Makes a key good for nothing any more, and ends its sessions.")
    int revoke(@Mixin Whose whose, @Parameters(paramLabel = "ID") String id) {
        JsonNode answer = connection.operatorApi().delete("/keys/" + Api.encoded(id) + whose.query());
        Terminal.out().println(connection.json ? Json.write(answer) : line(answer));
        return 0;
    }

    private static String line(JsonNode key) {
        return key.path("id").asText() + "  " + key.path("role").asText() + "  " + state(key) + "  last used "
                + key.path("usedAt").asText("never") + "  " + key.path("name").asText();
    }

    private static String state(JsonNode key) {
        if (key.has("revokedAt")) {
            return "revoked";
        }
        return key.has("expiresAt") ? "until " + key.path("expiresAt").asText() : "good";
    }
}
