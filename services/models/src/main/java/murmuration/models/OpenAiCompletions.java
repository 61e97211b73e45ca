package murmuration.models;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's chat completions, which many servers speak: the answer keeps to a JSON schema where the server enforces it, is the
 * input of a tool where it takes no schema, and is looked for in the text where it takes neither.
 */
final class OpenAiCompletions implements Provider {
    private static final Set<Refusals.Setting> SPARED =
            Set.of(Refusals.Setting.TEMPERATURE, Refusals.Setting.MAX_TOKENS);
    private static final List<AnswerForm> FORMS = List.of(AnswerForm.SCHEMA, AnswerForm.TOOL);

    private final OpenAiChatModel client;
    private final Refusals refusals;

    OpenAiCompletions(Endpoint endpoint, HttpClientBuilder http, Refusals refusals) {
        this.refusals = refusals;
        client = OpenAiChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(endpoint.baseUrl())
                .apiKey(endpoint.key())
                .modelName("named-by-each-call")
                .strictJsonSchema(true)
                .maxRetries(0)
                .build();
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
        return ChatRequest.builder()
                .messages(SystemMessage.from(form.system(call)), UserMessage.from(call.user()))
                .parameters(parameters(call, refused, form))
                .build();
    }

    private static OpenAiChatRequestParameters parameters(Call call, Set<Refusals.Setting> refused, AnswerForm form) {
        OpenAiChatRequestParameters.Builder parameters = OpenAiChatRequestParameters.builder();
        parameters
                .modelName(call.model())
                .temperature(
                        refused.contains(Refusals.Setting.TEMPERATURE) ? null : Double.valueOf(call.temperature()));
        form.ask(call, parameters);
        return refused.contains(Refusals.Setting.MAX_TOKENS)
                ? parameters.maxCompletionTokens(call.maxTokens()).build()
                : parameters.maxOutputTokens(call.maxTokens()).build();
    }

    private static Reply reply(Call call, ChatResponse response) {
        FinishReason reason = response.finishReason();
        Reply.Stop stop = reason == FinishReason.CONTENT_FILTER
                ? Reply.Stop.REFUSED
                : reason == FinishReason.LENGTH ? Reply.Stop.CUT : Reply.Stop.END;
        return Replies.of(
                call, Replies.text(response.aiMessage()), stop, used((OpenAiTokenUsage) response.tokenUsage()));
    }

    private static Used used(@Nullable OpenAiTokenUsage usage) {
        if (usage == null) {
            return Used.NOTHING;
        }
        OpenAiTokenUsage.@Nullable InputTokensDetails details = usage.inputTokensDetails();
        long input = Replies.or0(usage.inputTokenCount());
        long read = details == null ? 0 : Replies.or0(details.cachedTokens());
        return new Used(input, 0, Math.min(read, input), Replies.or0(usage.outputTokenCount()));
    }
}
