package murmuration.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicChatResponseMetadata;
import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's messages: the answer is the input of a tool that has to be used. A model that may not be made to use one, as those
 * that think, keeps to a JSON schema. What all calls of a purpose begin with, the tool and the system's words, is marked for the
 * provider's cache.
 */
final class AnthropicMessages implements Provider {
    private static final String VERSION_PATH = "/v1";

    private static final Set<Refusals.Setting> SPARED = Set.of(Refusals.Setting.TEMPERATURE);
    private static final List<AnswerForm> FORMS = List.of(AnswerForm.TOOL, AnswerForm.SCHEMA);

    private final AnthropicChatModel client;
    private final Refusals refusals;

    AnthropicMessages(Endpoint endpoint, HttpClientBuilder http, Refusals refusals) {
        this.refusals = refusals;
        client = AnthropicChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(baseUrl(endpoint))
                .apiKey(Objects.requireNonNullElse(endpoint.key(), "none"))
                .modelName("named-by-each-call")
                .cacheSystemMessages(true)
                .cacheTools(true)
                .maxRetries(0)
                .build();
    }

    /** The address up to and with its version. */
    static String baseUrl(Endpoint endpoint) {
        String base = endpoint.baseUrl().replaceAll("/+$", "");
        return base.endsWith(VERSION_PATH) ? base : base + VERSION_PATH;
    }

    @Override
    public Reply send(Call call) {
        return refusals.without(
                call,
                SPARED,
                FORMS,
                (sent, refused) -> Replies.received(sent, () -> reply(sent, client.chat(request(sent, refused)))));
    }

    private static ChatRequest request(Call call, Set<Refusals.Setting> refused) {
        AnswerForm form = AnswerForm.of(FORMS, refused);
        DefaultChatRequestParameters.Builder<?> parameters = DefaultChatRequestParameters.builder();
        parameters
                .modelName(call.model())
                .temperature(refused.contains(Refusals.Setting.TEMPERATURE) ? null : Double.valueOf(call.temperature()))
                .maxOutputTokens(call.maxTokens());
        form.ask(call, parameters);
        return ChatRequest.builder()
                .messages(SystemMessage.from(form.system(call)), UserMessage.from(call.user()))
                .parameters(parameters.build())
                .build();
    }

    private static Reply reply(Call call, ChatResponse response) {
        Reply.Stop stop = stop(response);
        AiMessage message = response.aiMessage();
        // the input of a tool that was cut is whole JSON all the same, and lacks what would have come
        boolean cut = stop == Reply.Stop.CUT || stop == Reply.Stop.FULL;
        String text = cut && message.hasToolExecutionRequests() ? "{" : Replies.text(message);
        return Replies.of(call, text, stop, used((AnthropicTokenUsage) response.tokenUsage()));
    }

    private static Used used(@Nullable AnthropicTokenUsage usage) {
        if (usage == null) {
            return Used.NOTHING;
        }
        long written = Replies.or0(usage.cacheCreationInputTokens());
        long read = Replies.or0(usage.cacheReadInputTokens());
        // what it calls input are those that have nothing to do with the cache
        return new Used(
                Replies.or0(usage.inputTokenCount()) + written + read,
                written,
                read,
                Replies.or0(usage.outputTokenCount()));
    }

    private static Reply.Stop stop(ChatResponse response) {
        // the library knows no refusal
        String body = ((AnthropicChatResponseMetadata) response.metadata())
                .rawHttpResponse()
                .body();
        return switch (Json.read(body, JsonNode.class).path("stop_reason").asText()) {
            case "refusal" -> Reply.Stop.REFUSED;
            case "max_tokens" -> Reply.Stop.CUT;
            case "model_context_window_exceeded" -> Reply.Stop.FULL;
            default -> Reply.Stop.END;
        };
    }
}
