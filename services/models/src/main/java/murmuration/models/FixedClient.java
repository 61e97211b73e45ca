package murmuration.models;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Duration;

/** Hands one client to a library; its own time limits and retries are not asked for. */
record FixedClient(HttpClient client, Duration timeout) implements HttpClientBuilder {
    @Override
    public Duration connectTimeout() {
        return timeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration any) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return timeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration any) {
        return this;
    }

    @Override
    public HttpClient build() {
        return client;
    }
}
