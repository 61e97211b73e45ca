package murmuration.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import java.util.Locale;
import java.util.Set;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** How a model is told which form its answer has to have: by what its server can enforce, or else in words. */
enum AnswerForm {
    SCHEMA {
        @Override
        void ask(Call call, OpenAiChatRequestParameters.Builder parameters) {
            parameters.responseFormat(ResponseFormat.builder()
                    .type(ResponseFormatType.JSON)
                    .jsonSchema(JsonSchema.builder()
                            .name(purpose(call))
                            .rootElement(call.schema().object())
                            .build())
                    .build());
        }
    },
    TOOL {
        @Override
        void ask(Call call, OpenAiChatRequestParameters.Builder parameters) {
            parameters.toolSpecifications(tool(call)).toolChoice(ToolChoice.REQUIRED);
        }
    },
    WORDS {
        @Override
        String system(Call call) {
            return call.system()
                    + "\n\nThe JSON Schema of the answer, which is one JSON object and nothing around it:\n"
                    + written(call);
        }

        @Override
        void ask(Call call, OpenAiChatRequestParameters.Builder parameters) {
            // the words have it all
        }
    };

    /** In the schema's own order, which is that of the answer. */
    private static final JsonMapper JSON = new JsonMapper();

    static AnswerForm of(Set<Refusals.Setting> refused) {
        if (!refused.contains(Refusals.Setting.SCHEMA)) {
            return SCHEMA;
        }
        return refused.contains(Refusals.Setting.TOOLS) ? WORDS : TOOL;
    }

    abstract void ask(Call call, OpenAiChatRequestParameters.Builder parameters);

    /** What the call's system says, and what has to be said beside it. */
    String system(Call call) {
        return call.system();
    }

    /** The tool whose input is the answer. */
    static ToolSpecification tool(Call call) {
        return ToolSpecification.builder()
                .name("answer_" + purpose(call))
                .description("Takes the answer.")
                .parameters(call.schema().object())
                .build();
    }

    private static String purpose(Call call) {
        return call.purpose().name().toLowerCase(Locale.ROOT);
    }

    private static String written(Call call) {
        try {
            return JSON.writeValueAsString(
                    JsonSchemaElementUtils.toMap(call.schema().object()));
        } catch (JsonProcessingException e) {
            throw new MurmurationException(ErrorCode.INTERNAL, "a schema is no JSON", e);
        }
    }
}
