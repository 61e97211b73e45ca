package murmuration.models;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * How client libraries reach a provider: one attempt, a time limit on the whole of it, no redirect, nothing logged. Every
 * failure leaves as one of our codes.
 */
final class ProviderHttp implements dev.langchain4j.http.client.HttpClient {
    private final HttpClient client;
    private final Duration timeout;

    ProviderHttp(HttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * A client of the JDK that connects in at most this time. HTTP/1.1: a call's failure is its own. Each call has some short
     * tasks, which a virtual thread begins for less than it takes to wake another.
     */
    static HttpClient client(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        HttpResponse<String> response = send(sent(request), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        RateLimits limits = RateLimits.of(response.headers(), Instant.now());
        int status = HttpFailures.status(response.statusCode(), response.body());
        if (status / 100 != 2) {
            Exchange.heard(limits, HttpFailures.refused(status, response.body()));
            if (HttpFailures.givenUp(status)) {
                Exchange.nothingHeard();
            }
            throw HttpFailures.of(status, response.headers(), response.body());
        }
        Exchange.answered(limits);
        return SuccessfulHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .body(response.body())
                .build();
    }

    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new MurmurationException(ErrorCode.INVALID_INPUT, "answers are not streamed");
    }

    private static java.net.http.HttpRequest sent(HttpRequest request) {
        java.net.http.HttpRequest.Builder sent = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .method(
                        request.method().name(),
                        java.net.http.HttpRequest.BodyPublishers.ofString(request.body(), StandardCharsets.UTF_8));
        request.headers().forEach((name, values) -> values.forEach(value -> sent.header(name, value)));
        return sent.build();
    }

    private <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer) {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            Exchange.nothingHeard();
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the provider gave no answer in " + timeout);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Exchange.nothingHeard();
            Thread.currentThread().interrupt();
            throw new MurmurationException(ErrorCode.CANCELED, "the call was interrupted");
        } catch (ExecutionException e) {
            // no cause: client libraries would translate what they find at the bottom
            throw new MurmurationException(ErrorCode.UNAVAILABLE, broken(e.getCause()));
        }
    }

    private static String broken(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException e -> "the provider cannot be reached";
            case java.net.http.HttpTimeoutException e -> "the provider cannot be reached in time";
            case SSLHandshakeException e ->
                "the provider cannot be reached: it and this process do not agree on a secure connection";
            case null, default -> {
                Exchange.nothingHeard();
                yield cause instanceof IOException ? "the connection to the provider broke" : "the call failed";
            }
        };
    }

    /** Sends what no client library knows of; the answer whatever its status is. */
    <T> HttpResponse<T> send(java.net.http.HttpRequest request, HttpResponse.BodyHandler<T> body) {
        return await(client.sendAsync(request, body));
    }

    /** Hands this client to a library. */
    HttpClientBuilder builder() {
        return new FixedClient(this, timeout);
    }
}
