package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;

/** The REST API from the command line's side. A problem that the API answers becomes a {@link MurmurationException}. */
final class Api {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String url;
    private final Optional<String> key;

    /** Shows the key that the environment names, if it names one. */
    Api(String url) {
        this(url, ShownKey.find(System.getenv()));
    }

    /** Shows this key. */
    Api(String url, Optional<String> key) {
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.key = key;
        key.ifPresent(_ -> ShownKey.requirePrivate(url));
    }

    JsonNode get(String path) {
        return send(request(path).header("Accept", "application/json").GET().build());
    }

    /** A list to its end, page by page. */
    JsonNode list(String path) {
        ObjectNode whole = Json.mapper().createObjectNode();
        ArrayNode items = whole.putArray("items");
        String following = path + (path.contains("?") ? "&after=" : "?after=");
        JsonNode page = get(path);
        page.path("items").forEach(items::add);
        while (page.hasNonNull("next")) {
            page = get(following + encoded(page.path("next").asText()));
            page.path("items").forEach(items::add);
        }
        return whole;
    }

    /** The body as it is, for exports. */
    byte[] download(String path) {
        return body(request(path).GET().build());
    }

    JsonNode post(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(body)))
                .build());
    }

    /** The same, done once however often it is asked for with this key. */
    JsonNode post(String path, JsonNode body, String key) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(Json.write(body)))
                .build());
    }

    JsonNode patch(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(Json.write(body)))
                .build());
    }

    JsonNode delete(String path) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .DELETE()
                .build());
    }

    /** Uploads files as one data set, streamed from the disk. */
    JsonNode upload(String name, List<Path> files, List<String> metadataKeys, String format) {
        String boundary = "murmuration-" + UUID.randomUUID();
        ObjectNode fields = Json.mapper().createObjectNode().put("name", name).put("format", format);
        StringBuilder head = new StringBuilder();
        fields.properties()
                .forEach(field -> head.append(part(boundary, field.getKey(), null))
                        .append(field.getValue().asText())
                        .append("\r\n"));
        metadataKeys.forEach(key ->
                head.append(part(boundary, "metadataKeys", null)).append(key).append("\r\n"));
        BodyPublisher body = BodyPublishers.ofInputStream(() -> {
            List<InputStream> parts = new ArrayList<>();
            parts.add(bytes(head.toString()));
            for (Path file : files) {
                parts.add(bytes(part(boundary, "file", file.getFileName().toString())));
                parts.add(open(file));
                parts.add(bytes("\r\n"));
            }
            parts.add(bytes("--" + boundary + "--\r\n"));
            return new SequenceInputStream(Collections.enumeration(parts));
        });
        return send(request("/datasets")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body)
                .build());
    }

    /** Calls back at each change of a run until the stream ends, or the watcher has seen enough. */
    void watch(String runId, Predicate<JsonNode> enough) {
        try {
            HttpResponse<Stream<String>> response = http.send(
                    request("/runs/" + runId + "/events")
                            .header("Accept", "text/event-stream")
                            .GET()
                            .build(),
                    BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                lines.filter(line -> line.startsWith("data:"))
                        .map(line -> line.substring("data:".length()).strip())
                        .filter(data -> data.startsWith("{"))
                        .map(data -> Json.read(data, JsonNode.class))
                        .takeWhile(enough.negate())
                        .forEach(seen -> {});
            }
        } catch (UncheckedIOException | IOException e) {
            throw noAnswer(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/v1" + path));
        key.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
        return request;
    }

    private JsonNode send(HttpRequest request) {
        byte[] body = body(request);
        try {
            return body.length == 0
                    ? Json.mapper().createObjectNode()
                    : Json.mapper().readTree(body);
        } catch (IOException e) {
            throw noAnswer(e);
        }
    }

    private byte[] body(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() >= 400) {
                throw problem(response.statusCode(), response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw noAnswer(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static MurmurationException problem(int status, byte[] body) {
        try {
            JsonNode problem = Json.mapper().readTree(body);
            StringBuilder message = new StringBuilder(
                    problem.path("detail").asText(problem.path("title").asText("HTTP " + status)));
            for (JsonNode error : problem.path("errors")) {
                message.append("\n  ")
                        .append(error.path("pointer").asText())
                        .append(": ")
                        .append(error.path("detail")
                                .asText(error.path("message").asText()));
            }
            if (status == 401) {
                message.append("; for commands: ").append(ShownKey.VARIABLE).append("=<API key>");
            }
            return new MurmurationException(
                    ErrorCode.named(problem.path("code").asText()).orElse(ErrorCode.INTERNAL), message.toString());
        } catch (IOException | IllegalArgumentException e) {
            return new MurmurationException(ErrorCode.INTERNAL, "the server answered HTTP " + status, e);
        }
    }

    private MurmurationException noAnswer(Exception e) {
        return new MurmurationException(
                ErrorCode.UNAVAILABLE,
                "no server answers at " + url
                        + "; start one with: murmuration serve, or name another with --server URL",
                e);
    }

    private static MurmurationException interrupted() {
        Thread.currentThread().interrupt();
        return new MurmurationException(ErrorCode.CANCELED, "interrupted");
    }

    private static String part(String boundary, String name, @org.jspecify.annotations.Nullable String file) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\""
                + (file == null
                        ? "\r\n\r\n"
                        : "; filename=\"" + file.replace("\"", "_")
                                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
    }

    private static InputStream bytes(String text) {
        return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
