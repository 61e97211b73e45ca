package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": \"b {c} \\\" }\"}",
                "Sure!\n```json\n{\"a\": \"b {c} \\\" }\"}\n```",
                "The answer is as follows. {\"a\": \"b {c} \\\" }\"} Anything else?",
                "{\"a\": \"b {c} \\\" }\",}",
                "in {braces} of prose: {\"a\": \"b {c} \\\" }\"}",
                "{ {\"a\": \"b {c} \\\" }\"}"
            })
    void findsTheObject(String text) {
        assertThat(JsonText.objects(text))
                .extracting(object -> object.path("a").asText())
                .containsExactly("b {c} \" }");
    }

    @Test
    void findsSeveralInTheirOrder() {
        assertThat(JsonText.objects("{\"a\": {\"b\": 1}}\nor rather\n{\"a\": 2}"))
                .extracting(JsonNode::toString)
                .containsExactly("{\"a\":{\"b\":1}}", "{\"a\":2}");
    }

    @Test
    void whatAModelHasThoughtBeforeItsAnswerIsNoAnswer() {
        assertThat(JsonText.objects("<think>Perhaps {\"a\": 1}? No.</think>\n{\"a\": 2}"))
                .extracting(JsonNode::toString)
                .containsExactly("{\"a\":2}");
        assertThat(JsonText.objects("{\"a\": \"what </think> ends\"}"))
                .extracting(JsonNode::toString)
                .containsExactly("{\"a\":\"what </think> ends\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "I can't help with that.", "{\"a\": \"cut in the mid", "[1, 2]"})
    void findsNoneWhereThereIsNone(String text) {
        assertThat(JsonText.objects(text)).isEmpty();
    }
}
