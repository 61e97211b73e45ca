package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import murmuration.runtime.Json;
import murmuration.standalone.sample.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strings that are planted in texts, ids and metadata are found nowhere but in the raw shards and the schema facets:
 * everything else that a run leaves behind is read, decrypted, decompressed and decoded, and searched.
 */
class CanaryE2E {
    private static final int CONVERSATIONS = 800;
    private static final long SEED = 11;

    @TempDir
    static Path folder;

    @Test
    void whatWasPlantedIsFoundNowhereButWhereItMayBe() throws IOException, SQLException {
        Packaged packaged = new Packaged(folder.resolve("data"), Map.of("-Dquarkus.log.level", "DEBUG"));
        Path sample = folder.resolve("sample.jsonl");
        Path spec = folder.resolve("run.yaml");
        Files.writeString(
                spec, "facets: [request, turns, metadata.product]\nminimums: {conversations: 10, accounts: 6}\n");
        packaged.run("sample", "--conversations", "" + CONVERSATIONS, "--seed", "" + SEED, sample.toString());
        Process process = packaged.start(
                "analyze",
                sample.toString(),
                "--spec",
                spec.toString(),
                "--serve",
                "--out",
                folder.resolve("x").toString());
        Packaged.until(() -> packaged.answers(process));
        Packaged.until(() -> ended(packaged));
        try {
            assertThat(run(packaged).path("state").asText()).isEqualTo("PUBLISHED");
            Set<String> planted = planted(sample);
            Places places = new Places(packaged, folder.resolve("x"));
            assertThat(planted).hasSizeGreaterThan(800);

            assertThat(found(planted, places.rawShards()))
                    .as("the search finds what is there: in the raw shards")
                    .containsAll(Sample.canaries(CONVERSATIONS, SEED));
            places.all().forEach((place, text) -> {
                assertThat(text).as(place + " is not empty").isNotBlank();
                assertThat(found(planted, text)).as("found in " + place).isEmpty();
            });
        } finally {
            process.destroyForcibly();
        }
    }

    /** Canary tokens, conversation ids, account ids and metadata that is not kept, as they stand in the source. */
    private static Set<String> planted(Path sample) throws IOException {
        Set<String> planted = new TreeSet<>(Sample.canaries(CONVERSATIONS, SEED));
        for (String line : Files.readAllLines(sample)) {
            JsonNode conversation = Json.read(line, JsonNode.class);
            planted.add(conversation.path("account_id").asText() + "\"");
            planted.add("\"" + conversation.path("conversation_id").asText() + "\"");
        }
        planted.addAll(
                List.of("orla venn", "venn@example.org", "tamsin", "falkenrath", "de89370400440532013000", "larkspur"));
        return planted;
    }

    private static List<String> found(Set<String> planted, String text) {
        String folded = text.toLowerCase(Locale.ROOT);
        return planted.stream()
                .filter(one -> folded.contains(one.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static boolean ended(Packaged packaged) {
        return Set.of("PUBLISHED", "FAILED", "CANCELED")
                        .contains(run(packaged).path("state").asText())
                && Files.exists(folder.resolve("x/report.html"));
    }

    private static JsonNode run(Packaged packaged) {
        return packaged.get("/runs").path("items").path(0);
    }
}
