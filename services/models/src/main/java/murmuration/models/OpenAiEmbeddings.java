package murmuration.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's embeddings, which many servers speak. What a call says is a JSON list of texts; what is replied is the answer as it
 * came.
 */
final class OpenAiEmbeddings implements Provider {
    private final Endpoint endpoint;
    private final @Nullable Integer dimensions;
    private final ProviderHttp http;

    /** @param dimensions null: not asked for */
    OpenAiEmbeddings(Endpoint endpoint, @Nullable Integer dimensions, ProviderHttp http) {
        this.endpoint = endpoint;
        this.dimensions = dimensions;
        this.http = http;
    }

    @Override
    public Reply send(Call call) {
        String answer = answer(request(call));
        long said = json(answer).path("usage").path("prompt_tokens").asLong();
        return new Reply(answer, Reply.Stop.END, said > 0 ? said : Tokens.of(call), 0);
    }

    private HttpRequest request(Call call) {
        ObjectNode body = Json.mapper().createObjectNode().put("model", call.model());
        body.set("input", json(call.user()));
        body.put("encoding_format", "float");
        if (dimensions != null) {
            body.put("dimensions", dimensions);
        }
        HttpRequest.Builder request = HttpRequest.builder()
                .method(HttpMethod.POST)
                .url(endpoint.baseUrl().replaceAll("/+$", "") + "/embeddings")
                .addHeader("Content-Type", "application/json")
                .body(Json.write(body));
        if (endpoint.key() != null) {
            request.addHeader("Authorization", "Bearer " + endpoint.key());
        }
        return request.build();
    }

    private String answer(HttpRequest request) {
        try {
            return http.execute(request).body();
        } catch (MurmurationException e) {
            throw e.code() == ErrorCode.INVALID_SPEC ? notTaken() : e;
        }
    }

    /** What the spec says is to blame. */
    static MurmurationException notTaken() {
        return new MurmurationException(
                ErrorCode.INVALID_SPEC,
                "the provider does not take the request; look at embedding.name, embedding.baseUrl and"
                        + " embedding.dimensions");
    }

    static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the provider's answer is no JSON");
        }
    }
}
