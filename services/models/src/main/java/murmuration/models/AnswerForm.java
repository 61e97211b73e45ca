package murmuration.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** How a model is told which form its answer has to have: by what its server can enforce, or else in words. */
enum AnswerForm {
    SCHEMA(Refusals.Setting.SCHEMA) {
        @Override
        void ask(Call call, DefaultChatRequestParameters.Builder<?> parameters) {
            parameters.responseFormat(ResponseFormat.builder()
                    .type(ResponseFormatType.JSON)
                    .jsonSchema(JsonSchema.builder()
                            .name(purpose(call))
                            .rootElement(call.schema().object())
                            .build())
                    .build());
        }
    },
    TOOL(Refusals.Setting.TOOLS) {
        @Override
        void ask(Call call, DefaultChatRequestParameters.Builder<?> parameters) {
            parameters.toolSpecifications(tool(call)).toolChoice(ToolChoice.REQUIRED);
        }
    },
    WORDS(null) {
        @Override
        String system(Call call) {
            return call.system()
                    + "\n\nThe JSON Schema of the answer, which is one JSON object and nothing around it:\n"
                    + written(call);
        }

        @Override
        void ask(Call call, DefaultChatRequestParameters.Builder<?> parameters) {
            // the words have it all
        }
    };

    /** In the schema's own order, which is that of the answer. */
    private static final JsonMapper JSON = new JsonMapper();

    private final Refusals.@Nullable Setting told;

    /** @param told what has to be told for it; null: nothing that can be refused */
    AnswerForm(Refusals.@Nullable Setting told) {
        this.told = told;
    }

    /** The first of these that is not refused; words, where all are. */
    static AnswerForm of(List<AnswerForm> forms, Set<Refusals.Setting> refused) {
        return forms.stream()
                .filter(form -> refused.stream().noneMatch(form::isToldBy))
                .findFirst()
                .orElse(WORDS);
    }

    boolean isToldBy(Refusals.Setting setting) {
        return setting == told;
    }

    abstract void ask(Call call, DefaultChatRequestParameters.Builder<?> parameters);

    /** What the call's system says, and what has to be said beside it. */
    String system(Call call) {
        return call.system();
    }

    /** The tool whose input is the answer. */
    private static ToolSpecification tool(Call call) {
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
