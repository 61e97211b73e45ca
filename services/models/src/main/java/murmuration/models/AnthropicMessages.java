package murmuration.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicChatResponseMetadata;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.Locale;
import java.util.Objects;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;

/** Anthropic's messages: the answer is the input of a tool that has to be used. */
final class AnthropicMessages implements Provider {
    private static final String VERSION_PATH = "/v1";

    private final AnthropicChatModel client;

    AnthropicMessages(Endpoint endpoint, ProviderHttp http) {
        String base = endpoint.baseUrl().replaceAll("/+$", "");
        client = AnthropicChatModel.builder()
                .httpClientBuilder(http.builder())
                .baseUrl(base.endsWith(VERSION_PATH) ? base : base + VERSION_PATH)
                .apiKey(Objects.requireNonNullElse(endpoint.key(), "none"))
                .modelName("named-by-each-call")
                .maxRetries(0)
                .build();
    }

    @Override
    public Reply send(Call call) {
        ToolSpecification tool = ToolSpecification.builder()
                .name("answer_" + call.purpose().name().toLowerCase(Locale.ROOT))
                .description("Takes the answer.")
                .parameters(call.schema())
                .build();
        ChatRequest request = ChatRequest.builder()
                .messages(SystemMessage.from(call.system()), UserMessage.from(call.user()))
                .modelName(call.model())
                .temperature(call.temperature())
                .maxOutputTokens(call.maxTokens())
                .toolSpecifications(tool)
                .toolChoice(ToolChoice.REQUIRED)
                .build();
        return Replies.received(() -> reply(client.chat(request)));
    }

    private static Reply reply(ChatResponse response) {
        AiMessage message = response.aiMessage();
        String text = message.hasToolExecutionRequests()
                ? message.toolExecutionRequests().getFirst().arguments()
                : message.text();
        return Replies.of(text, stop(response), response.tokenUsage());
    }

    private static Reply.Stop stop(ChatResponse response) {
        // the library knows no refusal
        String body = ((AnthropicChatResponseMetadata) response.metadata())
                .rawHttpResponse()
                .body();
        try {
            return switch (Json.mapper().readTree(body).path("stop_reason").asText()) {
                case "refusal" -> Reply.Stop.REFUSED;
                case "max_tokens", "model_context_window_exceeded" -> Reply.Stop.CUT;
                default -> Reply.Stop.END;
            };
        } catch (JsonProcessingException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the provider's answer is no JSON");
        }
    }
}
