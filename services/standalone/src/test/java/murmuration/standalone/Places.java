package murmuration.standalone;

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
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.runtime.Json;

/** Everything that a packaged run leaves behind outside of the raw shards and the schema facets, read as text. */
record Places(Packaged packaged, Path export) {
    /** Place → everything that stands there. */
    Map<String, String> all() throws IOException, SQLException {
        Map<String, String> places = new LinkedHashMap<>();
        Path data = packaged.data();
        Map<String, String> tables = new Tables(data).all();
        places.put("logs", files(data.resolve("logs")));
        places.put("import results", files(data.resolve("objects/imports")));
        places.put("vectors", files(data.resolve("vectors")));
        places.put("export", files(export));
        places.put("schema clusters", schema(tables, "clusters"));
        places.put("schema published", schema(tables, "published"));
        places.put("schema runs", schema(tables, "runs"));
        places.put("metrics", packaged.text("/q/metrics"));
        places.put("API", api(packaged));
        places.put("Temporal", histories(packaged));
        return places;
    }

    private static String histories(Packaged packaged) throws IOException {
        JsonNode run = run(packaged);
        return new Histories(packaged)
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

    /** Every row of a schema. */
    static String schema(Map<String, String> tables, String schema) {
        return tables.entrySet().stream()
                .filter(table -> table.getKey().startsWith(schema + "."))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining());
    }

    /** The raw shards, unpacked. */
    String rawShards() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : every(packaged.data().resolve("objects/shards"))) {
            try (InputStream in = new ZstdInputStream(Files.newInputStream(file))) {
                text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private static String files(Path folder) {
        StringBuilder text = new StringBuilder();
        for (Path file : every(folder)) {
            try {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toString();
    }

    private static List<Path> every(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode run(Packaged packaged) {
        return packaged.get("/runs").path("items").path(0);
    }
}
