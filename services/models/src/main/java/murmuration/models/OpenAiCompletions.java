package murmuration.models;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.output.FinishReason;
import java.util.Locale;

/**
 * OpenAI's chat completions, which many servers speak: the answer keeps to a JSON schema where the server enforces it, and is
 * looked for in the text where it does not.
 */
final class OpenAiCompletions implements Provider {
    private final OpenAiChatModel client;
    private final boolean openAi;

    OpenAiCompletions(Endpoint endpoint, ProviderHttp http) {
        openAi = endpoint.baseUrl().contains("api.openai.com");
        client = OpenAiChatModel.builder()
                .httpClientBuilder(http.builder())
                .baseUrl(endpoint.baseUrl())
                .apiKey(endpoint.key())
                .modelName("named-by-each-call")
                .strictJsonSchema(true)
                .maxRetries(0)
                .build();
    }

    @Override
    public Reply send(Call call) {
        ChatRequest request = ChatRequest.builder()
                .messages(SystemMessage.from(call.system()), UserMessage.from(call.user()))
                .parameters(parameters(call))
                .build();
        return Replies.received(() -> reply(client.chat(request)));
    }

    private OpenAiChatRequestParameters parameters(Call call) {
        OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder();
        parameters
                .modelName(call.model())
                .temperature(call.temperature())
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(JsonSchema.builder()
                                .name(call.purpose().name().toLowerCase(Locale.ROOT))
                                .rootElement(call.schema())
                                .build())
                        .build());
        // what others call max_tokens OpenAI's newer models refuse
        return openAi
                ? parameters.maxCompletionTokens(call.maxTokens()).build()
                : parameters.maxOutputTokens(call.maxTokens()).build();
    }

    private static Reply reply(ChatResponse response) {
        FinishReason reason = response.finishReason();
        Reply.Stop stop = reason == FinishReason.CONTENT_FILTER
                ? Reply.Stop.REFUSED
                : reason == FinishReason.LENGTH ? Reply.Stop.CUT : Reply.Stop.END;
        return Replies.of(response.aiMessage().text(), stop, response.tokenUsage());
    }
}
