package murmuration.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import murmuration.core.MurmurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenAI's batches of chat completions: a file of calls goes in, one of answers comes out. */
final class OpenAiBatches implements BatchApi {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAiBatches.class);
    private static final Set<String> ENDED = Set.of("completed", "failed", "expired", "cancelled");
    private static final List<String> FILES = List.of("input_file_id", "output_file_id", "error_file_id");
    private static final String MARK = "murmuration";
    private static final int PAGES = 20;

    private final BatchHttp http;

    OpenAiBatches(Endpoint endpoint, ProviderHttp http) {
        Map<String, String> headers = new HashMap<>();
        if (endpoint.key() != null) {
            headers.put("authorization", "Bearer " + endpoint.key());
        }
        this.http = new BatchHttp(http, endpoint.baseUrl().replaceAll("/+$", ""), headers);
    }

    @Override
    public long mostBytes() {
        return 200_000_000;
    }

    @Override
    public int mostCalls() {
        return 50_000;
    }

    @Override
    public String separator() {
        return "\n";
    }

    @Override
    public String line(String id, String body) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":" + body
                + "}";
    }

    @Override
    public String submit(String mark, CallFile calls) {
        String file = BatchHttp.id(upload(mark, calls), "id");
        try {
            return BatchHttp.id(http.make("/batches", BatchHttp.json(batch(mark, file))), "id");
        } catch (MurmurationException e) {
            if (!Exchange.unheard()) {
                // in an exchange of its own: what comes of it says nothing of the batch
                ScopedValue.where(Exchange.CURRENT, new Exchange())
                        .run(() -> delete(file).ifPresent(e::addSuppressed));
            }
            throw e;
        }
    }

    private static Map<String, Object> batch(String mark, String file) {
        return Map.of(
                "input_file_id",
                file,
                "endpoint",
                "/v1/chat/completions",
                "completion_window",
                "24h",
                "metadata",
                Map.of(MARK, mark));
    }

    private JsonNode upload(String mark, CallFile calls) {
        String boundary = UUID.randomUUID().toString();
        String part = "--" + boundary + "\r\ncontent-disposition: form-data; name=";
        return http.post(
                "/files",
                "multipart/form-data; boundary=" + boundary,
                calls.between(
                        part + "\"purpose\"\r\n\r\nbatch\r\n" + part + "\"file\"; filename=\"" + name(mark)
                                + "\"\r\ncontent-type: application/jsonl\r\n\r\n",
                        "\n\r\n--" + boundary + "--\r\n"));
    }

    private static String name(String mark) {
        return mark + ".jsonl";
    }

    @Override
    public Optional<String> find(String mark) {
        return listed(
                "/batches?limit=100",
                each -> each.path("metadata").path(MARK).asText().equals(mark));
    }

    /** What was uploaded and not handed in has an id that nobody was told. A server that lists no files keeps it until it expires. */
    @Override
    public void discard(String mark) {
        try {
            listed(
                            "/files?purpose=batch&limit=1000",
                            each -> each.path("filename").asText().equals(name(mark)))
                    .flatMap(this::delete)
                    .ifPresent(OpenAiBatches::stays);
        } catch (MurmurationException e) {
            stays(e);
        }
    }

    private static void stays(MurmurationException e) {
        LOG.warn("calls that were uploaded and not handed in stay at the provider: code={}", e.code());
    }

    /** The id of the first of a list for which this holds. */
    private Optional<String> listed(String path, Predicate<JsonNode> which) {
        String after = "";
        for (int page = 0; page < PAGES; page++) {
            JsonNode list = http.get(path + after);
            for (JsonNode each : list.path("data")) {
                if (which.test(each)) {
                    return Optional.of(BatchHttp.id(each, "id"));
                }
            }
            if (!list.path("has_more").asBoolean()) {
                break;
            }
            after = "&after=" + BatchHttp.id(list, "last_id");
        }
        return Optional.empty();
    }

    @Override
    public boolean keepsMarks() {
        return true;
    }

    @Override
    public Standing standing(String id) {
        JsonNode batch = http.get("/batches/" + id);
        for (JsonNode error : batch.path("errors").path("data")) {
            if (error.path("code").asText().equals("token_limit_exceeded")) {
                return Standing.TURNED_AWAY;
            }
        }
        return ENDED.contains(batch.path("status").asText()) ? Standing.ENDED : Standing.UNDER_WAY;
    }

    @Override
    public void results(String id, Consumer<Result> to) {
        JsonNode batch = http.get("/batches/" + id);
        if (batch.hasNonNull("output_file_id")) {
            http.results(
                    "/files/" + BatchHttp.id(batch, "output_file_id") + "/content", line -> to.accept(result(line)));
        }
    }

    private static Result result(JsonNode line) {
        JsonNode response = line.path("response");
        boolean answered = response.path("status_code").asInt() == 200
                && response.path("body").isObject();
        return new Result(
                line.path(BatchHttp.CUSTOM_ID).asText(),
                answered ? response.path("body").toString() : null);
    }

    @Override
    public void cancel(String id) {
        var ignored = http.post("/batches/" + id + "/cancel", Map.of());
    }

    /** Every file is tried, also after one that cannot be deleted. */
    @Override
    public void forget(String id) {
        JsonNode batch = http.get("/batches/" + id);
        List<MurmurationException> failures = FILES.stream()
                .filter(batch::hasNonNull)
                .flatMap(file -> delete(BatchHttp.id(batch, file)).stream())
                .toList();
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    private Optional<MurmurationException> delete(String file) {
        try {
            http.delete("/files/" + file);
            return Optional.empty();
        } catch (MurmurationException e) {
            return Optional.of(e);
        }
    }
}
