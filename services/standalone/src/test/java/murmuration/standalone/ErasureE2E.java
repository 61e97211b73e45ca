package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An account is erased after a run was published, and while another one waits for what a model says of it. Afterwards nothing
 * of it is found anywhere: not its id, nor its pseudonym, nor its conversations' ids, nor what it wrote or what a model said
 * of it, in any store, decrypted and decompressed, nor in the database's files once they are vacuumed.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ErasureE2E {
    /** Not a part of any other id, and neither are those of its conversations. */
    private static final String ACCOUNT = "account-of-somebody";

    private static final int CONVERSATIONS = 800;
    private static final long SEED = 11;
    private static final String SPEC = """
            dataset: people
            facets: [request, turns]
            minimums: {conversations: 10, accounts: 6}
            model: {provider: openai, name: %s, baseUrl: "%s"}
            """;
    /** In the shape that the model tells as a secret of one person. */
    private static final String SECRET = "canaryfeedc0ffee1234";

    @TempDir
    Path folder;

    @Test
    void nothingOfAnErasedAccountIsLeftAndRunsGoOnWithoutIt() throws IOException, SQLException {
        Path sample = folder.resolve("people.jsonl");
        Packaged packaged = new Packaged(folder.resolve("data"), Map.of("-Dquarkus.log.level", "DEBUG"));
        packaged.run("sample", "--conversations", "" + CONVERSATIONS, "--seed", "" + SEED, sample.toString());
        String account = spoken(sample);
        try (TellingModel model = new TellingModel("nobody says this")) {
            Process server = packaged.serve();
            try {
                packaged.run("datasets", "import", "--name", "people", sample.toString());
                String published = start(packaged, SPEC.formatted("quick", model.url()));
                Packaged.until(() -> state(packaged, published).equals("PUBLISHED"));
                Set<String> told = told(packaged, sample, account);
                assertThat(found(told, everywhere(packaged)))
                        .as("the search finds what is there")
                        .contains(SECRET)
                        .hasSizeGreaterThan(2);

                model.hold(SECRET);
                String running = start(packaged, SPEC.formatted("slow", model.url()));
                Packaged.until(model::holds);
                JsonNode removed = erased(packaged, account);
                assertThat(removed.path("conversations").asInt()).isEqualTo(conversations(sample, account));
                assertThat(removed.path("runs").asInt()).isEqualTo(2);
                assertThat(removed.path("facets.conversation").asInt()).isPositive();
                model.letGo();
                Packaged.until(() -> Set.of("PUBLISHED", "FAILED", "CANCELED").contains(state(packaged, running)));

                assertThat(state(packaged, running)).isEqualTo("PUBLISHED");
                assertThat(packaged.get("/runs/" + running).has("erasedAt")).isFalse();
                assertThat(packaged.get("/runs/" + published).path("state").asText())
                        .isEqualTo("PUBLISHED");
                assertThat(packaged.get("/runs/" + published).has("erasedAt")).isTrue();
                assertThat(packaged.get("/runs/" + published + "/tree")
                                .path("notes")
                                .toString())
                        .contains("have been erased since");
                Packaged.until(() ->
                        audited(packaged).containsAll(List.of("ACCOUNT_ERASING", "ACCOUNT_ERASED", "RUN_REOPENED")));
                assertThat(kept(packaged)).isEqualTo(CONVERSATIONS - conversations(sample, account));

                Packaged.Ended replay = packaged.run("replay", published);
                assertThat(replay.out())
                        .contains("datasetDigest  was ", "conversations that the run counts were erased on ")
                        .contains("first stage that computed something else: PLAN", ", 0 calls of models");
                assertThat(replay.code()).as(replay.out()).isOne();

                new Tables(packaged.data()).execute("VACUUM (FULL, ANALYZE)");
                new Tables(packaged.data()).execute("CHECKPOINT");
                told.add(account + "\"");
                for (Map.Entry<String, String> place : everywhere(packaged).entrySet()) {
                    assertThat(found(told, Map.of(place.getKey(), place.getValue())))
                            .as("found in " + place.getKey())
                            .isEmpty();
                }

                JsonNode again = erased(packaged, account);
                again.properties()
                        .forEach(store -> assertThat(store.getValue().asLong())
                                .as(store.getKey())
                                .isZero());
                packaged.run("datasets", "import", "--name", "people", sample.toString());
                assertThat(packaged.get("/datasets").path("items")).hasSize(1);
                assertThat(found(told, Map.of("raw shards", new Places(packaged, folder).rawShards())))
                        .isEmpty();
            } finally {
                Packaged.end(server);
            }
        }
    }

    /** Has the busiest account say something that nobody else says; answers its id. */
    private static String spoken(Path sample) throws IOException {
        String account = Json.read(Files.readAllLines(sample).get(7), JsonNode.class)
                .path("account_id")
                .asText();
        StringBuilder all = new StringBuilder();
        for (String line : Files.readAllLines(sample)) {
            JsonNode conversation = Json.read(line, JsonNode.class);
            if (conversation.path("account_id").asText().equals(account)) {
                ((ObjectNode) conversation)
                        .put("account_id", ACCOUNT)
                        .put(
                                "conversation_id",
                                ACCOUNT + "-"
                                        + conversation.path("conversation_id").asText());
                ObjectNode first = (ObjectNode) conversation.at("/messages/0/content/0");
                first.put("text", first.path("text").asText() + " My word is " + SECRET + ".");
            }
            all.append(Json.write(conversation)).append('\n');
        }
        Files.writeString(sample, all.toString());
        return ACCOUNT;
    }

    private static int conversations(Path sample, String account) throws IOException {
        return (int) Files.readAllLines(sample).stream()
                .filter(line -> Json.read(line, JsonNode.class)
                        .path("account_id")
                        .asText()
                        .equals(account))
                .count();
    }

    /** What only this account has: its pseudonym, its conversations' ids of both kinds, and its secret. */
    private static Set<String> told(Packaged packaged, Path sample, String account) throws IOException {
        DeploymentKey key = DeploymentKey.ofHex(Files.readString(packaged.data().resolve("keys/deployment.key")));
        Set<String> told = new TreeSet<>(
                List.of(SECRET, key.pseudonym("default", "account", account).toString()));
        for (String line : Files.readAllLines(sample)) {
            JsonNode conversation = Json.read(line, JsonNode.class);
            if (conversation.path("account_id").asText().equals(account)) {
                String id = conversation.path("conversation_id").asText();
                // in quotes: it is short, and a part of much else
                told.add("\"" + id + "\"");
                told.add(key.pseudonym("default", "conversation", id).toString());
            }
        }
        return told;
    }

    private static String start(Packaged packaged, String spec) {
        return packaged.post("/runs", "application/yaml", spec).path("id").asText();
    }

    private JsonNode erased(Packaged packaged, String account) throws IOException {
        Path file = Files.writeString(folder.resolve("account"), account);
        Packaged.Ended ended = packaged.run("datasets", "erase-account", "people", "--from", file.toString());
        assertThat(ended.code()).as(ended.out()).isZero();
        // Java may have something to say first
        String answer = ended.out().substring(ended.out().indexOf("{\"removed\""));
        return Json.read(answer, JsonNode.class).path("removed");
    }

    private static String state(Packaged packaged, String run) {
        return packaged.get("/runs/" + run).path("state").asText();
    }

    private static List<String> audited(Packaged packaged) {
        return packaged.get("/audit?limit=199").findValuesAsText("what");
    }

    private long kept(Packaged packaged) throws IOException {
        return new Places(packaged, folder)
                .rawShards()
                .lines()
                .filter(line -> !line.isEmpty())
                .count();
    }

    /** Every place, the raw shards and the schema facets among them, what is encrypted decrypted. */
    private Map<String, String> everywhere(Packaged packaged) throws IOException, SQLException {
        Places places = new Places(packaged, Files.createDirectories(folder.resolve("none")));
        Map<String, String> all = places.all();
        Tables tables = new Tables(packaged.data());
        all.put("schema facets", Places.schema(tables.all(), "facets"));
        all.put("schema vectors", Places.schema(tables.all(), "vectors"));
        all.put("raw shards", places.rawShards());
        all.put("stored answers", tables.replies());
        all.put("names of objects", names(packaged.data().resolve("objects")));
        all.put("the database's files", files(packaged.data().resolve("postgres/base")));
        return all;
    }

    private static String names(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return String.join("\n", walk.map(Path::toString).toList());
        }
    }

    private static String files(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    private static List<String> found(Set<String> told, Map<String, String> places) {
        String all = String.join("\n", places.values()).toLowerCase(Locale.ROOT);
        return told.stream()
                .filter(one -> all.contains(one.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
