package murmuration.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;

/** What a provider is asked beside its calls. Failures are as those of calls. @param headers of every request */
record BatchHttp(ProviderHttp http, String baseUrl, Map<String, String> headers) {
    /** By which a provider says whose result it is. */
    static final String CUSTOM_ID = "custom_id";

    private static final String JSON = "application/json";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}");

    /** The key among the headers is nobody's business. */
    @Override
    public String toString() {
        return "BatchHttp " + baseUrl;
    }

    JsonNode get(String path) {
        return tree(request(path).GET());
    }

    JsonNode post(String path, Object json) {
        return tree(posted(path, JSON, json(json)));
    }

    JsonNode post(String path, String type, BodyPublisher body) {
        return tree(posted(path, type, body));
    }

    /** Asks for something that may be made though the answer is a failure. */
    JsonNode make(String path, BodyPublisher body) {
        HttpResponse<String> response = text(posted(path, JSON, body));
        if (HttpFailures.perhapsMade(response.statusCode())) {
            Exchange.nothingHeard();
        }
        return tree(response);
    }

    static BodyPublisher json(Object value) {
        return BodyPublishers.ofString(Json.write(value));
    }

    void delete(String path) {
        var ignored = tree(request(path).DELETE());
    }

    /**
     * Gives the results of a batch one by one, as they come, a line each; a line that is garbled is left out. What has lines and no
     * result is a page of somebody on the way.
     */
    void results(String path, Consumer<JsonNode> to) {
        Lines lines = new Lines(to);
        HttpResponse<String> response = http.send(
                request(path).GET().build(),
                info -> info.statusCode() / 100 == 2
                        ? BodySubscribers.fromLineSubscriber(lines, end -> "", StandardCharsets.UTF_8, "\n")
                        : BodySubscribers.ofString(StandardCharsets.UTF_8));
        requireOk(response);
        if (lines.anything && !lines.results) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the provider's answer holds no result of a batch");
        }
    }

    /** An id that the provider gave, as a part of a path. */
    static String id(JsonNode from, String field) {
        String id = from.path(field).asText();
        if (!ID.matcher(id).matches()) {
            Exchange.nothingHeard();
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the provider's answer has no usable " + field);
        }
        return id;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl + path));
        headers.forEach(request::header);
        return request;
    }

    private HttpRequest.Builder posted(String path, String type, BodyPublisher body) {
        return request(path).header("content-type", type).POST(body);
    }

    private HttpResponse<String> text(HttpRequest.Builder request) {
        return http.send(request.build(), info -> BodySubscribers.ofString(StandardCharsets.UTF_8));
    }

    private JsonNode tree(HttpRequest.Builder request) {
        return tree(text(request));
    }

    private static JsonNode tree(HttpResponse<String> response) {
        requireOk(response);
        try {
            return Json.mapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            Exchange.nothingHeard();
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the provider's answer is no JSON");
        }
    }

    private static void requireOk(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw HttpFailures.of(response.statusCode(), response.headers(), response.body());
        }
    }

    /** Takes lines as fast as they come, and gives those that are results. */
    private static final class Lines implements Flow.Subscriber<String> {
        private final Consumer<JsonNode> to;
        private boolean anything;
        private boolean results;

        Lines(Consumer<JsonNode> to) {
            this.to = to;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            anything = anything || !line.isBlank();
            try {
                JsonNode result = Json.mapper().readTree(line);
                if (result.path(CUSTOM_ID).isTextual()) {
                    results = true;
                    to.accept(result);
                }
            } catch (JsonProcessingException e) {
                // garbled
            }
        }

        @Override
        public void onError(Throwable failure) {
            // whoever waits for the answer hears of it
        }

        @Override
        public void onComplete() {
            // whoever waits for the answer hears of it
        }
    }
}
