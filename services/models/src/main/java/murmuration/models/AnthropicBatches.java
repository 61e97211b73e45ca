package murmuration.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Anthropic's batches of messages. They keep no mark: who does not know a batch's id cannot tell it from others. */
final class AnthropicBatches implements BatchApi {
    private static final String PATH = "/messages/batches";
    private static final String VERSION = "2023-06-01";

    private final BatchHttp http;

    AnthropicBatches(Endpoint endpoint, ProviderHttp http) {
        this.http = new BatchHttp(
                http,
                AnthropicMessages.baseUrl(endpoint),
                Map.of("x-api-key", Objects.requireNonNullElse(endpoint.key(), "none"), "anthropic-version", VERSION));
    }

    @Override
    public long mostBytes() {
        return 250_000_000;
    }

    @Override
    public int mostCalls() {
        return 100_000;
    }

    @Override
    public String separator() {
        return ",";
    }

    @Override
    public String line(String id, String body) {
        return "{\"custom_id\":\"" + id + "\",\"params\":" + body + "}";
    }

    @Override
    public String submit(String mark, CallFile calls) {
        return BatchHttp.id(http.make(PATH, calls.between("{\"requests\":[", "]}")), "id");
    }

    @Override
    public Optional<String> find(String mark) {
        return Optional.empty();
    }

    @Override
    public void discard(String mark) {
        // what came there is a batch, or nothing
    }

    @Override
    public boolean keepsMarks() {
        return false;
    }

    @Override
    public Standing standing(String id) {
        return http.get(PATH + "/" + id).path("processing_status").asText().equals("ended")
                ? Standing.ENDED
                : Standing.UNDER_WAY;
    }

    /** From the batch's own address: the one that the provider tells could be anybody's, and the key goes there. */
    @Override
    public void results(String id, Consumer<Result> to) {
        http.results(PATH + "/" + id + "/results", line -> to.accept(result(line)));
    }

    private static Result result(JsonNode line) {
        JsonNode message = line.path("result").path("message");
        boolean answered = line.path("result").path("type").asText().equals("succeeded") && message.isObject();
        return new Result(line.path(BatchHttp.CUSTOM_ID).asText(), answered ? message.toString() : null);
    }

    @Override
    public void cancel(String id) {
        var ignored = http.post(PATH + "/" + id + "/cancel", Map.of());
    }

    @Override
    public void forget(String id) {
        http.delete(PATH + "/" + id);
    }
}
