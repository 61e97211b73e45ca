package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
            assertThat(planted).hasSizeGreaterThan(800);

            assertThat(found(planted, rawShards(packaged.data())))
                    .as("the search finds what is there: in the raw shards")
                    .containsAll(Sample.canaries(CONVERSATIONS, SEED));
            places(packaged).forEach((place, text) -> {
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

    private static Map<String, String> places(Packaged packaged) throws IOException, SQLException {
        Map<String, String> places = new LinkedHashMap<>();
        Path data = packaged.data();
        Map<String, String> tables = new Tables(data).all();
        places.put("logs", files(data.resolve("logs")));
        places.put("import results", files(data.resolve("objects/imports")));
        places.put("vectors", files(data.resolve("vectors")));
        places.put("export", files(folder.resolve("x")));
        places.put("schema clusters", schema(tables, "clusters"));
        places.put("schema published", schema(tables, "published"));
        places.put("schema runs", schema(tables, "runs"));
        places.put("metrics", packaged.text("/q/metrics"));
        places.put("API", api(packaged));
        places.put("Temporal", histories(packaged));
        return places;
    }

    private static String histories(Packaged packaged) throws IOException {
        String key =
                Files.readString(packaged.data().resolve("keys/payload.key")).strip();
        JsonNode run = run(packaged);
        return new Histories(packaged.server().path("temporal").asText(), key)
                .of(List.of(
                        "run-" + run.path("id").asText(),
                        "import-" + run.path("dataset").path("id").asText()));
    }

    private static String api(Packaged packaged) {
        String run = "/api/v1/runs/" + run(packaged).path("id").asText();
        List<String> paths = new ArrayList<>(List.of(
                "/api/v1/datasets",
                "/api/v1/runs",
                run,
                run + "/tree",
                run + "/map",
                run + "/manifest",
                run + "/clusters?limit=1000",
                run + "/export?format=csv",
                run + "/export?format=json",
                run + "/events",
                "/api/v1/system",
                "/q/openapi",
                "/"));
        for (JsonNode cluster : Json.read(packaged.text(run + "/clusters?limit=1000"), JsonNode.class)
                .path("items")) {
            paths.add(run + "/clusters/" + cluster.path("id").asText());
        }
        StringBuilder text = new StringBuilder();
        paths.forEach(path -> text.append(packaged.text(path)).append('\n'));
        return text.toString();
    }

    private static String schema(Map<String, String> tables, String schema) {
        return tables.entrySet().stream()
                .filter(table -> table.getKey().startsWith(schema + "."))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining());
    }

    private static String rawShards(Path data) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : all(data.resolve("objects/shards"))) {
            try (InputStream in = new ZstdInputStream(Files.newInputStream(file))) {
                text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private static String files(Path folder) {
        StringBuilder text = new StringBuilder();
        for (Path file : all(folder)) {
            try {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toString();
    }

    private static List<Path> all(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
