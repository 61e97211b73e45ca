package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link Leaks} measures in one process, once for each data set and model through the packaged program. */
@Timeout(400)
@EnabledIfEnvironmentVariable(named = "LEAKS", matches = ".+")
class LeaksE2E {
    private static final int CANARY_EVERY = 33;
    private static final long SEED = 1;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "pii-seeded, offline",
        "pii-seeded, telling",
        "sample, offline",
        "sample, telling",
        "tau-airline, offline",
        "tau-airline, telling"
    })
    void noSecretIsPublished(String set, String name) throws IOException {
        Path data = Path.of(System.getenv("LEAKS"));
        List<Planted> all = new ArrayList<>();
        for (Planted each : LeaksTest.data(set, data, SEED)) {
            String canary = String.format("canary%014x", all.size());
            boolean planted = all.size() % CANARY_EVERY == 0;
            Planted said = planted ? each.saying("My reference is " + canary + ".", new Secret.Value(canary)) : each;
            all.add(
                    name.equals("telling")
                            ? said.saying("My account is " + Planted.SHARED.told() + ".", Planted.SHARED)
                            : said);
        }
        try (TellingModel model = new TellingModel("nobody says this")) {
            String spec = "facets: [request]\nminimums: {conversations: 15, accounts: 8}\n"
                    + (name.equals("telling")
                            ? "model: {provider: openai, name: telling, baseUrl: \"" + model.url() + "\"}\n"
                            : "");
            Told told = published(all, spec);
            System.out.println("| " + set + " | " + name + " | " + told + " |");
            assertThat(told.any()).isZero();
            // publishing nothing is no success; of tau-airline there are few conversations
            assertThat(told.texts()).isGreaterThanOrEqualTo(set.equals("tau-airline") ? 0 : 2);
        }
    }

    private Told published(List<Planted> all, String spec) throws IOException {
        Packaged packaged = new Packaged(folder.resolve("data"));
        Path file = written(all);
        Files.writeString(folder.resolve("run.yaml"), spec);
        Packaged.Ended ended = packaged.run(
                "analyze",
                file.toString(),
                "--spec",
                folder.resolve("run.yaml").toString(),
                "--out",
                folder.resolve("x").toString());
        assertThat(ended.code()).as(ended.out()).isZero();
        Set<Secret> secrets = new LinkedHashSet<>();
        all.forEach(each -> secrets.addAll(each.secrets()));
        Told told = Told.NOTHING;
        try (var files = Files.list(folder.resolve("x"))) {
            for (Path export :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                for (JsonNode cluster :
                        Json.read(Files.readString(export), JsonNode.class).path("clusters")) {
                    told = told.plus(Told.by(cluster.path("name").asText(), secrets))
                            .plus(Told.by(cluster.path("description").asText(), secrets));
                }
            }
        }
        return told;
    }

    private Path written(List<Planted> all) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            ObjectNode line = Json.mapper().createObjectNode();
            line.put("conversation_id", "c-" + i);
            line.put("account_id", all.get(i).account().toString());
            ArrayNode messages = line.putArray("messages");
            for (String turn : all.get(i).turns()) {
                messages.addObject().put("role", "user").put("content", turn);
                messages.addObject().put("role", "assistant").put("content", "I see.");
            }
            lines.append(Json.write(line)).append('\n');
        }
        return Files.writeString(folder.resolve("all.jsonl"), lines);
    }
}
