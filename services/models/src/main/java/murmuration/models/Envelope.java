package murmuration.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/**
 * The body of a call as its adapter writes it, and the reply as its adapter reads it, both without a network: what goes through
 * a batch is what is sent alone. Not thread-safe.
 */
final class Envelope implements HttpClient {
    private final Provider adapter;
    private @Nullable String sent;
    private @Nullable String received;

    /** @param adapter speaks to a provider through the client that it is given */
    Envelope(Function<HttpClientBuilder, Provider> adapter) {
        this.adapter = adapter.apply(new FixedClient(this, Duration.ofMinutes(1)));
    }

    /** What would be sent, as JSON on one line. */
    String body(Call call) {
        sent = null;
        received = null;
        try {
            var ignored = adapter.send(call);
        } catch (MurmurationException e) {
            if (sent == null) {
                throw e;
            }
        }
        try {
            // in its own order: that of a schema's properties is the order of the answer
            return Json.mapper().readTree(String.valueOf(sent)).toString();
        } catch (JsonProcessingException e) {
            throw new MurmurationException(ErrorCode.INTERNAL, "a call is no JSON");
        }
    }

    /** The reply that this body of an answer is. */
    Reply reply(Call call, String body) {
        received = body;
        return adapter.send(call);
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        sent = request.body();
        @Nullable String answer = received;
        if (answer == null) {
            throw new MurmurationException(ErrorCode.CANCELED, "this is written and not sent");
        }
        return SuccessfulHttpResponse.builder()
                .statusCode(200)
                .headers(Map.of())
                .body(answer.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new MurmurationException(ErrorCode.INVALID_INPUT, "answers are not streamed");
    }
}
