package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import murmuration.models.ProviderServer.Told;
import murmuration.runtime.Assignment;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both providers' real answers, over real connections. */
class ProvidersTest {
    private static final TestDatabase POSTGRES = TestDatabase.create();
    private static final Cashier CASHIER = new Cashier(POSTGRES.as("privacy"), TestConfig.at("http://127.0.0.1:1"));

    /** A model of its own for each test: a provider that wants rest gets it from all who ask for the same. */
    private final Runs runs = new Runs(POSTGRES, "m-" + UUID.randomUUID());

    private static final Question.Audit AUDIT =
            new Question.Audit(new Question.Label("Write poems", "Poems."), "be brief");

    private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
    private static final Tracer TRACER = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(SPANS))
            .build()
            .get("test");

    private final ProviderServer server;

    ProvidersTest() throws IOException {
        server = new ProviderServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anthropicIsAskedThroughATool() {
        server.told = ok(
                anthropic(
                        "tool_use",
                        "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"answer_audit\",\"input\":{\"reason\":\"general\",\"rating\":4}}"));
        assertThat(ask("anthropic")).isEqualTo(Answer.of(4));
        ProviderServer.Received sent = server.received.getFirst();
        assertThat(sent.path()).isEqualTo("/v1/messages");
        assertThat(sent.headers().getFirst("x-api-key")).isEqualTo("sk-test");
        assertThat(sent.body().path("model").asText()).isEqualTo(runs.model());
        assertThat(sent.body().path("temperature").asDouble()).isEqualTo(0.05);
        assertThat(sent.body().path("max_tokens").asInt()).isEqualTo(500);
        assertThat(sent.body().at("/tool_choice/type").asText()).isIn("any", "tool");
        assertSchema(sent.body().at("/tools/0/input_schema"));
        assertThat(sent.body().toString()).contains("You rate how much").contains("Write poems");
    }

    @Test
    void openAiIsAskedForASchema() {
        server.told = ok(openAi("stop", "{\"content\":\"{\\\"reason\\\":\\\"general\\\",\\\"rating\\\":4}\"}"));
        assertThat(ask("openai")).isEqualTo(Answer.of(4));
        ProviderServer.Received sent = server.received.getFirst();
        assertThat(sent.path()).isEqualTo("/v1/chat/completions");
        assertThat(sent.headers().getFirst("authorization")).isEqualTo("Bearer sk-test");
        assertThat(sent.body().path("model").asText()).isEqualTo(runs.model());
        assertThat(sent.body().path("max_tokens").asInt()).isEqualTo(500);
        assertThat(sent.body().at("/response_format/type").asText()).isEqualTo("json_schema");
        assertThat(sent.body().at("/response_format/json_schema/strict").asBoolean())
                .isTrue();
        assertSchema(sent.body().at("/response_format/json_schema/schema"));
    }

    private static void assertSchema(JsonNode schema) {
        assertThat(schema.at("/properties/rating/type").asText()).isEqualTo("integer");
        assertThat(schema.path("required").toString()).isEqualTo("[\"reason\",\"rating\"]");
    }

    @Test
    void textInsteadOfTheToolIsReadAsWell() {
        server.told = ok(anthropic(
                "end_turn", "{\"type\":\"text\",\"text\":\"Sure: {\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}"));
        assertThat(ask("anthropic")).isEqualTo(Answer.of(2));
    }

    @Test
    void refusalsAreRefusals() {
        server.told = ok(anthropic("refusal", "{\"type\":\"text\",\"text\":\"I can't help with that.\"}"));
        assertThat(ask("anthropic")).isEqualTo(Answer.missing(EndState.REFUSED));
        server.told = ok(openAi("stop", "{\"content\":null,\"refusal\":\"I can't help with that.\"}"));
        assertThat(ask("openai")).isEqualTo(Answer.missing(EndState.REFUSED));
        server.told = ok(openAi("content_filter", "{\"content\":\"\"}"));
        assertThat(ask("openai")).isEqualTo(Answer.missing(EndState.REFUSED));
        assertThat(server.received).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void anAnswerThatIsCutOrEmptyTwiceIsUnparseable(String provider) {
        server.told = ok(
                provider.equals("openai")
                        ? openAi("length", "{\"content\":\"{\\\"rating\\\": \"}")
                        : anthropic("max_tokens", "{\"type\":\"text\",\"text\":\"{\\\"rating\\\": \"}"));
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.UNPARSEABLE));
        server.told = ok(
                provider.equals("openai")
                        ? openAi("stop", "{\"content\":null}")
                        : "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}");
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.UNPARSEABLE));
        assertThat(server.received).hasSize(4);
    }

    @Test
    void theFixedPartIsMarkedForAnthropicsCacheAndWhatWasCachedIsCounted() {
        Assignment run = runs.run("a", "anthropic", "");
        server.told =
                ok(anthropic("end_turn", "{\"type\":\"text\",\"text\":\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}")
                        .replace(
                                "\"input_tokens\":11",
                                "\"input_tokens\":11,\"cache_creation_input_tokens\":900,"
                                        + "\"cache_read_input_tokens\":2000"));
        assertThat(ask(run)).isEqualTo(Answer.of(2));
        JsonNode sent = server.received.getFirst().body();
        assertThat(sent.at("/system/0/cache_control/type").asText()).isEqualTo("ephemeral");
        assertThat(sent.at("/tools/0/cache_control/type").asText()).isEqualTo("ephemeral");
        assertThat(sent.path("messages").toString()).doesNotContain("cache_control");
        assertUsed(run, 2_911, 900, 2_000, 3);
    }

    @Test
    void whatOpenAiHasTakenFromItsCacheIsCounted() {
        Assignment run = runs.run("a", "openai", "");
        server.told = ok(openAi("stop", "{\"content\":\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}")
                .replace(
                        "\"prompt_tokens\":11",
                        "\"prompt_tokens\":1500,\"prompt_tokens_details\":{\"cached_tokens\":1024}"));
        assertThat(ask(run)).isEqualTo(Answer.of(2));
        assertUsed(run, 1_500, 0, 1_024, 3);
    }

    private void assertUsed(Assignment run, long input, long written, long read, long output) {
        assertThat(List.of(
                        runs.sum(run, "input_tokens", "usage"),
                        runs.sum(run, "cache_write_tokens", "usage"),
                        runs.sum(run, "cache_read_tokens", "usage"),
                        runs.sum(run, "output_tokens", "usage")))
                .containsExactly(input, written, read, output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void anAnswerThatDoesNotSayWhatItUsedIsCounted(String provider) {
        Assignment run = runs.run("a", provider, "");
        server.told = ok((provider.equals("openai")
                        ? openAi("stop", "{\"content\":\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}")
                        : anthropic(
                                "end_turn",
                                "{\"type\":\"text\",\"text\":\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}"))
                .replaceFirst("\"usage\":\\{[^}]*}", "\"usage\":null"));
        assertThat(ask(run)).isEqualTo(Answer.of(2));
        assertThat(runs.sum(run, "input_tokens", "usage")).isBetween(300L, 900L);
        assertThat(runs.sum(run, "output_tokens", "usage")).isBetween(5L, 20L);
    }

    @Test
    void aRefusalIsBilledLikeAnAnswerAndAPromptThatAFilterStopsAsAPrompt() {
        Assignment refused = runs.run("a", "openai", "");
        server.told = ok(openAi("stop", "{\"content\":null,\"refusal\":\"I can't help with that.\"}"));
        assertThat(ask(refused)).isEqualTo(Answer.missing(EndState.REFUSED));
        assertThat(runs.sum(refused, "input_tokens", "usage")).isBetween(300L, 900L);
        assertThat(runs.sum(refused, "output_tokens", "usage")).isBetween(3L, 20L);

        Assignment filtered = runs.run("a", "openai", "");
        server.told = new Told(400, Map.of(), "{\"error\":{\"code\":\"content_filter\",\"message\":\"x\"}}");
        assertThat(ask(filtered)).isEqualTo(Answer.missing(EndState.REFUSED));
        assertThat(runs.sum(filtered, "input_tokens", "usage")).isBetween(300L, 900L);
        assertThat(runs.sum(filtered, "output_tokens", "usage")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, content_filter, REFUSED",
        "openai, content_filter, REFUSED",
        "anthropic, context_length_exceeded, TOO_LONG",
        "openai, context_length_exceeded, TOO_LONG"
    })
    void aPromptThatAServerRefusesIsSentOnceAndRefusedInEachRun(String provider, String code, EndState end) {
        ProviderModels models = models(TestConfig.at(server.url()));
        MemoryStore store = new MemoryStore(CASHIER);
        server.told = new Told(400, Map.of(), "{\"error\":{\"code\":\"" + code + "\",\"message\":\"x\"}}");
        for (int i = 0; i < 2; i++) {
            assertThat(models.of(runs.run("a", provider, ""), store, CASHIER).ask(AUDIT))
                    .isEqualTo(Answer.missing(end));
        }
        assertThat(server.received).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void anAnswerThatIsNotUnderstoodIsAskedForOnceMoreAndBilledAtTheMost(String provider) {
        Assignment run = runs.run("a", provider, "");
        server.told = ok("[7]");
        assertThat(ask(run)).isEqualTo(Answer.missing(EndState.UNPARSEABLE));
        assertThat(server.received).hasSize(2);
        assertThat(runs.sum(run, "input_tokens", "usage")).isBetween(600L, 1_800L);
        assertThat(runs.sum(run, "output_tokens", "usage")).isEqualTo(1_000);
        assertThat(runs.sum(run, "1", "reservation")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"anthropic, <html>", "openai, <html>", "openai, no answer from behind", "openai, ''"})
    void aPageOfSomebodyOnTheWayIsNoAnswerAndIsNotBilled(String provider, String page) {
        Assignment run = runs.run("a", provider, "");
        server.told = ok(page);
        assertThatThrownBy(() -> ask(run))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
        assertThat(runs.sum(run, "input_tokens + output_tokens", "usage")).isZero();
        assertThat(runs.sum(run, "1", "reservation")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 502, 504, 524})
    void aCallThatSomebodyOnTheWayGaveUpStaysReserved(int status) {
        Assignment run = runs.run("a", "openai", "");
        server.told = new Told(status, Map.of(), "<html>");
        assertThatThrownBy(() -> ask(run))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(runs.sum(run, "1", "reservation")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503, 529})
    void aCallThatTheProviderItselfFailedIsNotBilled(int status) {
        Assignment run = runs.run("a", "openai", "");
        server.told = new Told(status, Map.of(), "{}");
        assertThatThrownBy(() -> ask(run)).isInstanceOf(MurmurationException.class);
        assertThat(runs.sum(run, "1", "reservation")).isZero();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "openai",
                        "temperature",
                        "{\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"unsupported_value\",\"message\":"
                                + "\"Unsupported value: 'temperature' does not support 0.05 with this model. Only the default (1)"
                                + " value is supported.\"}",
                        ""),
                Arguments.of(
                        "openai",
                        "max_tokens",
                        "{\"type\":\"invalid_request_error\",\"param\":\"max_tokens\",\"code\":\"unsupported_parameter\",\"message\":"
                                + "\"Unsupported parameter: 'max_tokens' is not supported with this model. Use"
                                + " 'max_completion_tokens' instead.\"}",
                        "max_completion_tokens"),
                Arguments.of(
                        "anthropic",
                        "temperature",
                        "{\"type\":\"invalid_request_error\",\"message\":\"`temperature` is deprecated for this model.\"}",
                        ""));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatAModelDoesNotWantToBeToldIsLeftOutFromThenOn(String provider, String field, String error, String instead) {
        ProviderModels models = models(TestConfig.at(server.url()));
        server.telling = asked -> asked.has(field)
                ? new Told(400, Map.of(), "{\"error\":" + error + "}")
                : ok(
                        provider.equals("openai")
                                ? openAi("stop", "{\"content\":\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}")
                                : anthropic(
                                        "end_turn",
                                        "{\"type\":\"text\",\"text\":\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}"));
        for (int run = 0; run < 2; run++) {
            assertThat(models.of(runs.run("a", provider, ""), new MemoryStore(CASHIER), CASHIER)
                            .ask(AUDIT))
                    .isEqualTo(Answer.of(2));
        }
        assertThat(server.received)
                .extracting(received -> received.body().has(field))
                .containsExactly(true, false, false);
        assertThat(server.received.getLast().body().has(instead)).isEqualTo(!instead.isEmpty());
    }

    /** How servers say that they take no schema, or no tool. */
    static Stream<Arguments> schemaRefusals() {
        return Stream.of(
                Arguments.of(
                        400,
                        "{\"error\":{\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_request_error\","
                                + "\"message\":\"This response_format type cannot be had now\"}}",
                        "{\"error\":{\"message\":\"The model does not take this tool_choice\"}}"),
                Arguments.of(
                        422,
                        "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"response_format\"],\"msg\":\"Extra inputs"
                                + " are not permitted\",\"input\":{\"type\":\"json_schema\"}}]}",
                        "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"tools\"],\"msg\":\"Extra inputs are not"
                                + " permitted\",\"input\":[]}]}"),
                Arguments.of(
                        400,
                        "{\"error\":{\"param\":\"response_format\",\"message\":\"Invalid parameter.\"}}",
                        "{\"object\":\"error\",\"message\":\"Tools are not enabled on this server.\",\"code\":400}"),
                Arguments.of(
                        422,
                        "The JSON body cannot be read: response_format.type `json_schema` cannot be had at line 1",
                        "The JSON body cannot be read: unknown field `tools` at line 1"));
    }

    @ParameterizedTest
    @MethodSource("schemaRefusals")
    void aServerThatTakesNoSchemaIsAskedThroughAToolFromThenOn(int status, String schema, String tools) {
        ProviderModels models = models(TestConfig.at(server.url()));
        server.telling = asked -> asked.has("response_format")
                ? new Told(status, Map.of(), schema)
                : ok(openAi(
                        "tool_calls",
                        "{\"content\":null,\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":"
                                + "\"answer_audit\",\"arguments\":\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}}]}"));
        askTwice(models);
        assertThat(server.received)
                .extracting(received -> received.body().has("tools"))
                .containsExactly(false, true, true);
        JsonNode sent = server.received.getLast().body();
        assertThat(sent.has("response_format")).isFalse();
        assertThat(sent.path("tool_choice").asText()).isEqualTo("required");
        assertThat(sent.at("/tools/0/function/name").asText()).isEqualTo("answer_audit");
        assertSchema(sent.at("/tools/0/function/parameters"));
    }

    @ParameterizedTest
    @MethodSource("schemaRefusals")
    void aServerThatTakesNoToolEitherIsToldTheSchemaInWords(int status, String schema, String tools) {
        ProviderModels models = models(TestConfig.at(server.url()));
        server.telling = asked -> asked.has("response_format") || asked.has("tools")
                ? new Told(status, Map.of(), asked.has("tools") ? tools : schema)
                : ok(openAi(
                        "stop", "{\"content\":\"Well: ```json\\n{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\\n```\"}"));
        askTwice(models);
        assertThat(server.received)
                .extracting(received -> received.body().has("response_format") + " "
                        + received.body().has("tools"))
                .containsExactly("true false", "false true", "false false", "false false");
        JsonNode sent = server.received.getLast().body();
        assertThat(sent.has("tool_choice")).isFalse();
        assertThat(sent.at("/messages/0/content").asText())
                .startsWith(server.received
                        .getFirst()
                        .body()
                        .at("/messages/0/content")
                        .asText())
                .contains("\"reason\":{\"type\":\"string\"", "\"rating\":{\"type\":\"integer\"")
                .contains("\"required\":[\"reason\",\"rating\"]");
        assertThat(sent.at("/messages/1"))
                .isEqualTo(server.received.getFirst().body().at("/messages/1"));
    }

    /** How models that think say that they may not be made to use a tool. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tool_choice: type 'tool' and 'any' are not supported for this model.",
                "Thinking may not be enabled when tool_choice forces tool use."
            })
    void aModelThatMayNotBeMadeToUseAToolIsAskedForASchemaFromThenOn(String message) {
        ProviderModels models = models(TestConfig.at(server.url()));
        server.telling = asked -> asked.at("/tool_choice/type").asText().equals("any")
                ? fault(message)
                : ok(anthropic(
                        "end_turn",
                        "{\"type\":\"thinking\",\"thinking\":\"{}\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":"
                                + "\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}"));
        askTwice(models, "anthropic");
        assertThat(server.received)
                .extracting(received -> received.body().has("tools"))
                .containsExactly(true, false, false);
        JsonNode sent = server.received.getLast().body();
        assertThat(sent.has("tool_choice")).isFalse();
        assertThat(sent.at("/output_config/format/type").asText()).isEqualTo("json_schema");
        assertSchema(sent.at("/output_config/format/schema"));
        assertThat(sent.at("/output_config/format/schema/additionalProperties").toString())
                .isEqualTo("false");
        assertThat(sent.path("system"))
                .isEqualTo(server.received.getFirst().body().path("system"));
    }

    @Test
    void aServerOfAnthropicsShapeThatTakesNoSchemaEitherIsToldItInWords() {
        ProviderModels models = models(TestConfig.at(server.url()));
        server.telling = asked -> asked.has("tools")
                ? fault("tools: Extra inputs are not permitted")
                : asked.has("output_config")
                        ? fault("output_config: Extra inputs are not permitted")
                        : ok(anthropic(
                                "end_turn",
                                "{\"type\":\"text\",\"text\":\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}"));
        askTwice(models, "anthropic");
        assertThat(server.received).hasSize(4);
        JsonNode sent = server.received.getLast().body();
        assertThat(sent.has("tools") || sent.has("output_config")).isFalse();
        assertThat(sent.at("/system/0/text").asText()).contains("\"required\":[\"reason\",\"rating\"]");
    }

    private static Told fault(String message) {
        return new Told(
                400,
                Map.of(),
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + message + "\"}}");
    }

    @ParameterizedTest
    @CsvSource({"openai, max_tokens, max_completion_tokens", "anthropic, temperature, max_tokens"})
    void aModelThatThinksHasRoomForItBesideItsAnswer(String provider, String refuses, String limit) {
        ProviderModels models = models(TestConfig.at(server.url()));
        Told answer = rated(provider);
        server.telling = asked -> asked.has(refuses)
                ? fault("'" + refuses + "' is not supported with this model. Use 'max_completion_tokens' instead.")
                : answer;
        askTwice(models, provider);
        assertThat(server.received.getFirst().body().path("max_tokens").asInt()).isEqualTo(500);
        assertThat(server.received.getLast().body().path(limit).asInt()).isEqualTo(4_500);

        Assignment run = runs.run("a", provider, "");
        List<Long> reserved = new CopyOnWriteArrayList<>();
        server.telling = asked -> {
            reserved.add(runs.sum(run, "output_tokens", "reservation"));
            return answer;
        };
        assertThat(models.of(run, new MemoryStore(CASHIER), CASHIER).ask(AUDIT)).isEqualTo(Answer.of(2));
        assertThat(reserved).containsExactly(4_500L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void aModelThatHasThoughtUntilTheLimitIsAskedOnceMoreWithRoomForIt(String provider) {
        server.telling = asked -> asked.path("max_tokens").asInt() > 500 ? rated(provider) : thought(provider);
        assertThat(ask(provider)).isEqualTo(Answer.of(2));
        assertThat(limits()).containsExactly(500, 4_500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void blanksUntilTheLimitAreNoThinking(String provider) {
        server.told = ok(
                provider.equals("openai")
                        ? openAi("length", "{\"content\":\"\\n\\n \"}")
                        : anthropic("max_tokens", "{\"type\":\"text\",\"text\":\"\\n\\n \"}"));
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.UNPARSEABLE));
        assertThat(limits()).containsExactly(500, 500);
    }

    @Test
    void anAnswerThatTheContextHasNoRoomForIsTooLongAndSaysNothingOfThinking() {
        ProviderModels models = models(TestConfig.at(server.url()));
        server.told = ok(anthropic(
                "model_context_window_exceeded", "{\"type\":\"thinking\",\"thinking\":\"well\",\"signature\":\"s\"}"));
        assertThat(ask(models, "anthropic")).isEqualTo(Answer.missing(EndState.TOO_LONG));
        server.told = rated("anthropic");
        assertThat(ask(models, "anthropic")).isEqualTo(Answer.of(2));
        assertThat(limits()).containsExactly(500, 500);
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, max_tokens: 4500 > 4096",
        "anthropic, input length and `max_tokens` exceed context limit: 3000 + 4500 > 4096",
        "openai, max_tokens is too large: 4500. This model supports at most 4096 completion tokens",
        "openai, The maximum context length is 4096 tokens"
    })
    void roomForThinkingThatAModelDoesNotHaveIsLeftOutFromThenOn(String provider, String message) {
        ProviderModels models = models(TestConfig.at(server.url()));
        server.telling = asked -> asked.path("max_tokens").asInt() > 500
                ? fault(message)
                : server.received.size() > 1 ? rated(provider) : thought(provider);
        for (int i = 0; i < 2; i++) {
            assertThat(ask(models, provider)).isEqualTo(Answer.of(2));
        }
        assertThat(limits()).containsExactly(500, 4_500, 500, 500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void aQuestionThatIsTooLongWithoutRoomForThinkingTooSaysNothingOfTheModel(String provider) {
        ProviderModels models = models(TestConfig.at(server.url()));
        server.telling = asked -> asked.path("max_tokens").asInt() > 500 ? rated(provider) : thought(provider);
        assertThat(ask(models, provider)).isEqualTo(Answer.of(2));
        server.telling = asked -> fault("prompt is too long: 210000 tokens > 200000 maximum");
        assertThat(ask(models, provider)).isEqualTo(Answer.missing(EndState.TOO_LONG));
        server.telling = asked -> rated(provider);
        assertThat(ask(models, provider)).isEqualTo(Answer.of(2));
        assertThat(limits()).containsExactly(500, 4_500, 4_500, 500, 4_500);
    }

    private List<Integer> limits() {
        return server.received.stream()
                .map(received -> received.body().path("max_tokens").asInt())
                .toList();
    }

    /** An answer that was cut before it began. */
    private static Told thought(String provider) {
        return ok(
                provider.equals("openai")
                        ? openAi("length", "{\"content\":\"\"}")
                        : anthropic("max_tokens", "{\"type\":\"thinking\",\"thinking\":\"well\",\"signature\":\"s\"}"));
    }

    private static Told rated(String provider) {
        return ok(
                provider.equals("openai")
                        ? openAi("stop", "{\"content\":\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}")
                        : anthropic(
                                "end_turn",
                                "{\"type\":\"text\",\"text\":\"{\\\"reason\\\":\\\"\\\",\\\"rating\\\":2}\"}"));
    }

    private void askTwice(ProviderModels models) {
        askTwice(models, "openai");
    }

    /** Each answer is found where it would be without a refusal. */
    private void askTwice(ProviderModels models, String provider) {
        for (int i = 0; i < 2; i++) {
            Assignment run = runs.run("a", provider, "");
            MemoryStore store = new MemoryStore(CASHIER);
            assertThat(models.of(run, store, CASHIER).ask(AUDIT)).isEqualTo(Answer.of(2));
            assertThat(store.find(PromptedModel.silent(run.spec().model()).call(AUDIT)))
                    .isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({"anthropic, output_config: not supported", "openai, tools.0: not supported"})
    void aFaultOfWhatWasNotToldIsAFault(String provider, String message) {
        server.told = fault(message);
        assertThatThrownBy(() -> ask(provider))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
        assertThat(server.received).hasSize(1);
    }

    @Test
    void aFaultThatOnlySpeaksOfTheTemperatureIsAFault() {
        server.told = new Told(
                400,
                Map.of(),
                "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"temperature: range: 0..1\"}}");
        assertThatThrownBy(() -> ask("anthropic"))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
        assertThat(server.received).hasSize(1);
    }

    @Test
    void aCallsSpanTellsNamesAndNumbersAndNoWordOfWhatWasSaid() {
        SPANS.reset();
        server.told = ok(anthropic(
                "end_turn", "{\"type\":\"text\",\"text\":\"{\\\"reason\\\":\\\"CANARY\\\",\\\"rating\\\":2}\"}"));
        assertThat(ask("anthropic")).isEqualTo(Answer.of(2));
        server.told = new Told(400, Map.of(), "{\"error\":{\"message\":\"CANARY\"}}");
        assertThatThrownBy(() -> ask("anthropic")).isInstanceOf(MurmurationException.class);

        SpanData answered = SPANS.getFinishedSpanItems().getFirst();
        assertThat(answered.getName()).isEqualTo("chat " + runs.model());
        assertThat(answered.getKind()).isEqualTo(SpanKind.CLIENT);
        Map<String, Object> attributes = new TreeMap<>();
        answered.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
        assertThat(attributes)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("gen_ai.operation.name", "chat"),
                        Map.entry("gen_ai.provider.name", "anthropic"),
                        Map.entry("gen_ai.request.model", runs.model()),
                        Map.entry("gen_ai.request.max_tokens", 500L),
                        Map.entry("gen_ai.request.temperature", 0.05),
                        Map.entry("gen_ai.response.finish_reasons", List.of("stop")),
                        Map.entry("gen_ai.usage.input_tokens", 11L),
                        Map.entry("gen_ai.usage.output_tokens", 3L),
                        Map.entry("gen_ai.usage.cache_creation.input_tokens", 0L),
                        Map.entry("gen_ai.usage.cache_read.input_tokens", 0L),
                        Map.entry("murmuration.purpose", "AUDIT"),
                        Map.entry("server.address", "127.0.0.1"),
                        Map.entry("server.port", (long) URI.create(server.url()).getPort()))));

        SpanData failed = SPANS.getFinishedSpanItems().getLast();
        assertThat(failed.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("INVALID_INPUT");
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(SPANS.getFinishedSpanItems().toString()).doesNotContain("CANARY", "Write poems", "be brief");
    }

    record Case(int status, String error, ErrorCode code) {
        @Override
        public String toString() {
            return status + " " + error;
        }
    }

    static List<Case> failures() {
        return List.of(
                new Case(
                        400,
                        "{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low\"}",
                        ErrorCode.BUDGET_SPENT),
                new Case(
                        400,
                        "{\"type\":\"invalid_request_error\",\"message\":\"You have reached your specified API usage limits.\"}",
                        ErrorCode.BUDGET_SPENT),
                new Case(402, "{}", ErrorCode.BUDGET_SPENT),
                new Case(
                        429,
                        "{\"type\":\"rate_limit_error\",\"message\":\"You have reached your API usage limits: your organization has"
                                + " crossed its monthly threshold. You will regain access on 2026-09-01.\"}",
                        ErrorCode.BUDGET_SPENT),
                new Case(
                        429,
                        "{\"type\":\"rate_limit_error\",\"message\":\"x\",\"details\":{\"error_code\":"
                                + "\"enforced_spend_limit_reached\"}}",
                        ErrorCode.BUDGET_SPENT),
                new Case(
                        429,
                        "{\"type\":\"billing\",\"code\":\"project_spend_limit_exceeded\",\"message\":\"x\"}",
                        ErrorCode.BUDGET_SPENT),
                new Case(
                        429,
                        "{\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\",\"message\":\"x\"}",
                        ErrorCode.BUDGET_SPENT),
                new Case(
                        429,
                        "{\"type\":\"exceeded_current_quota_error\",\"message\":\"The account is suspended, look at its plan.\"}",
                        ErrorCode.BUDGET_SPENT),
                new Case(
                        429,
                        "{\"code\":\"1113\",\"message\":\"Insufficient balance, recharge.\"}",
                        ErrorCode.BUDGET_SPENT),
                new Case(
                        429,
                        "{\"type\":\"billing_not_active\",\"message\":\"The account is not active, look at what it owes.\"}",
                        ErrorCode.BUDGET_SPENT),
                new Case(
                        400,
                        "{\"type\":\"auth_error\",\"code\":400,\"message\":\"Budget has been exceeded! Cost: 26, most: 25\"}",
                        ErrorCode.BUDGET_SPENT),
                new Case(
                        429,
                        "{\"type\":\"budget_exceeded\",\"code\":\"429\",\"message\":\"x\"}",
                        ErrorCode.BUDGET_SPENT),
                new Case(
                        200,
                        "{\"code\":429,\"message\":\"Who is behind this has too much to do\"}",
                        ErrorCode.RATE_LIMITED),
                new Case(200, "{\"message\":\"No answer from behind\"}", ErrorCode.OVERLOADED),
                new Case(200, "\"no answer from behind\"", ErrorCode.OVERLOADED),
                new Case(429, "{\"type\":\"rate_limit_error\",\"message\":\"x\"}", ErrorCode.RATE_LIMITED),
                new Case(
                        429,
                        "{\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\",\"message\":\"Limit of tokens a minute: 6000, used"
                                + " 5800. Try again in 2 s. More tokens? See https://provider.example/settings/billing\"}",
                        ErrorCode.RATE_LIMITED),
                new Case(
                        429,
                        "{\"type\":\"requests\",\"code\":null,\"message\":\"Limit of requests a minute: 3. A payment method"
                                + " raises it: https://provider.example/account/billing.\"}",
                        ErrorCode.RATE_LIMITED),
                new Case(429, "{\"message\":\"Too many tokens, wait before you try again.\"}", ErrorCode.RATE_LIMITED),
                new Case(401, "{\"type\":\"authentication_error\",\"message\":\"x\"}", ErrorCode.AUTHENTICATION),
                new Case(403, "{\"type\":\"permission_error\",\"message\":\"x\"}", ErrorCode.AUTHENTICATION),
                new Case(
                        403,
                        "{\"message\":\"Your account was flagged by our moderation; write to us.\"}",
                        ErrorCode.AUTHENTICATION),
                new Case(
                        400,
                        "{\"type\":\"invalid_request_error\",\"message\":\"This organization has been disabled.\"}",
                        ErrorCode.AUTHENTICATION),
                new Case(404, "{\"type\":\"not_found_error\",\"message\":\"x\"}", ErrorCode.INVALID_SPEC),
                new Case(
                        400,
                        "{\"type\":\"None\",\"code\":\"400\",\"message\":{\"error\":\"Invalid model name passed in model=x\"}}",
                        ErrorCode.INVALID_SPEC),
                new Case(
                        400,
                        "{\"type\":\"invalid_model\",\"code\":\"1500\",\"message\":\"Invalid model: x\"}",
                        ErrorCode.INVALID_SPEC),
                new Case(408, "{}", ErrorCode.UNAVAILABLE),
                new Case(500, "{\"type\":\"api_error\",\"message\":\"x\"}", ErrorCode.UNAVAILABLE),
                new Case(502, "<html>", ErrorCode.UNAVAILABLE),
                new Case(503, "{}", ErrorCode.OVERLOADED),
                new Case(529, "{\"type\":\"overloaded_error\",\"message\":\"x\"}", ErrorCode.OVERLOADED),
                new Case(400, "{\"type\":\"invalid_request_error\",\"message\":\"x\"}", ErrorCode.INVALID_INPUT),
                new Case(0, "{}", ErrorCode.UNAVAILABLE),
                new Case(-1, "{}", ErrorCode.UNAVAILABLE));
    }

    static Stream<Arguments> failuresOfBoth() {
        return Stream.of("anthropic", "openai")
                .flatMap(provider -> failures().stream().map(failure -> Arguments.of(provider, failure)));
    }

    @ParameterizedTest
    @MethodSource("failuresOfBoth")
    void everyFailureHasItsCodeAndIsTriedOnce(String provider, Case failure) {
        server.told = new Told(failure.status(), Map.of(), "{\"error\":" + failure.error() + "}");
        assertThatThrownBy(() -> ask(provider, Duration.ofSeconds(failure.status() < 0 ? 1 : 20)))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(failure.code()))
                .hasMessageNotContaining("credit")
                .hasNoCause();
        assertThat(server.received).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void aModelThatHasAnsweredAndIsNotFoundAnyMoreIsAway(String provider) {
        ProviderModels models = models(TestConfig.at(server.url()));
        server.told = rated(provider);
        assertThat(ask(models, provider)).isEqualTo(Answer.of(2));
        server.told = new Told(404, Map.of(), "<html>");
        assertThatThrownBy(() -> ask(models, provider))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        server.told = rated(provider);
        assertThat(ask(models, provider)).isEqualTo(Answer.of(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void whatBelongsToTheQuestionIsAnAnswer(String provider) {
        server.told = new Told(400, Map.of(), "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"x\"}}");
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.TOO_LONG));
        server.told = new Told(
                400, Map.of(), "{\"error\":{\"message\":\"prompt is too long: 210000 tokens > 200000 maximum\"}}");
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.TOO_LONG));
        server.told = fault("input length and `max_tokens` exceed context limit: 199000 + 4500 > 200000");
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.TOO_LONG));
        server.told = new Told(
                500,
                Map.of(),
                "{\"error\":{\"code\":500,\"type\":\"server_error\",\"message\":\"input is too large to process. increase the"
                        + " physical batch size\"}}");
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.TOO_LONG));
        server.told = new Told(413, Map.of(), "{\"error\":{\"type\":\"request_too_large\",\"message\":\"x\"}}");
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.TOO_LONG));
        server.told = new Told(
                429,
                Map.of(),
                "{\"error\":{\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\",\"message\":\"Request too large: tokens a"
                        + " minute 10000, wanted 13200. What goes in or comes out must be reduced.\"}}");
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.TOO_LONG));
        server.told = new Told(400, Map.of(), "{\"error\":{\"code\":\"content_filter\",\"message\":\"x\"}}");
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.REFUSED));
        server.told = fault("Output blocked by content filtering policy");
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.REFUSED));
        server.told = new Told(
                403,
                Map.of(),
                "{\"error\":{\"code\":403,\"message\":\"The model wants moderation, and the input was flagged for violence\"}}");
        assertThat(ask(provider)).isEqualTo(Answer.missing(EndState.REFUSED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The model produced output that does not match the form",
                "Failed to parse input at pos 7: {",
                "error parsing tool call: raw='{'"
            })
    void whatAServerCannotReadOfItsModelIsAnAnswerAndNoOutage(String message) {
        Told garbled = new Told(500, Map.of(), "{\"error\":{\"code\":500,\"message\":\"" + message + "\"}}");
        server.telling = asked -> server.received.size() > 1 ? rated("openai") : garbled;
        assertThat(ask("openai")).isEqualTo(Answer.of(2));
        server.telling = asked -> garbled;
        assertThat(ask("openai")).isEqualTo(Answer.missing(EndState.UNPARSEABLE));
        assertThat(server.received).hasSize(4);
    }

    @Test
    void whoSaysHowLongToWaitSpeaksOfARateAndNotOfMoney() {
        server.told = new Told(
                429,
                Map.of("retry-after", "7"),
                "{\"error\":{\"message\":\"You exceeded your current quota, look at plan and billing\"}}");
        assertThatThrownBy(() -> ask("openai")).isInstanceOfSatisfying(MurmurationException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai"})
    void aProviderSaysItselfHowLongToWait(String provider) {
        server.told = new Told(429, Map.of("retry-after", "7"), "{\"error\":{\"type\":\"rate_limit_error\"}}");
        assertThatThrownBy(() -> ask(provider))
                .isInstanceOfSatisfying(
                        MurmurationException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(7)));
        server.told = new Told(429, Map.of("retry-after-ms", "250"), "{}");
        assertThatThrownBy(() -> ask(provider))
                .isInstanceOfSatisfying(
                        MurmurationException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofMillis(250)));
        server.told = new Told(529, Map.of("retry-after", "1000000"), "{}");
        assertThatThrownBy(() -> ask(provider))
                .isInstanceOfSatisfying(
                        MurmurationException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofHours(1)));
    }

    @Test
    void theInputOfAToolThatWasCutIsNoAnswerAndIsAskedForShorter() {
        server.told = ok(
                anthropic(
                        "max_tokens",
                        "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"answer_audit\",\"input\":{\"reason\":\"\",\"rating\":4}}"));
        assertThat(ask("anthropic")).isEqualTo(Answer.missing(EndState.UNPARSEABLE));
        assertThat(server.received).hasSize(2);
        assertThat(server.received.getLast().body().toString()).contains("cut at 500 tokens");
        assertThat(server.received.getLast().body().path("max_tokens").asInt())
                .as("it was none of thinking")
                .isEqualTo(500);
    }

    @Test
    void aCallForWhichThereIsNoSecureConnectionIsNotSentAndCostsNothing() throws IOException, GeneralSecurityException {
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext withoutCertificate = SSLContext.getInstance("TLS");
        withoutCertificate.init(null, null, null);
        secure.setHttpsConfigurator(new HttpsConfigurator(withoutCertificate));
        secure.start();
        try {
            Assignment run = runs.run("a", "");
            String url = "https://127.0.0.1:" + secure.getAddress().getPort();
            assertThatThrownBy(() -> models(TestConfig.at(url))
                            .of(run, new MemoryStore(CASHIER), CASHIER)
                            .ask(AUDIT))
                    .isInstanceOfSatisfying(
                            MurmurationException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            assertThat(runs.sum(run, "1", "reservation")).isZero();
        } finally {
            secure.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"anthropic, x-api-key, sk-", "openai, authorization, Bearer sk-"})
    void aKeyFileThatIsReplacedCountsAtTheNextCall(String provider, String header, String begin, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "sk-old");
        LanguageModel model = models(file).of(runs.run("a", provider, ""), new MemoryStore(CASHIER), CASHIER);
        server.told = new Told(401, Map.of(), "{}");
        assertThatThrownBy(() -> model.ask(AUDIT))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUTHENTICATION));

        Files.writeString(file, "sk-new\n");
        server.told = rated(provider);
        assertThat(model.ask(AUDIT)).isEqualTo(Answer.of(2));
        assertThat(server.received)
                .extracting(received -> String.valueOf(received.headers().getFirst(header)))
                .containsExactly(begin + "old", begin + "new");
    }

    /** Models of a deployment whose keys are in this file. */
    private ProviderModels models(Path key) {
        String url = server.url();
        TestConfig config = new TestConfig(url, url + "/v1", Optional.of(key), List.of(), Duration.ofSeconds(20));
        Map<String, String> environment = Map.of();
        return new ProviderModels(config, environment::get, new SimpleMeterRegistry(), () -> TRACER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3})
    void noCallsAtATimeAreRefusedAtTheStart(int calls) {
        assertThatThrownBy(() -> models(TestConfig.at(server.url()).atOnce(calls)))
                .isInstanceOf(MurmurationException.class)
                .hasMessage("murmuration.models.concurrency: at least 1, not " + calls);
    }

    @Test
    void aProviderThatIsNotThereIsUnavailable() {
        String url = server.url();
        server.close();
        assertThatThrownBy(() -> models(TestConfig.at(url))
                        .of(runs.run("a", ""), new MemoryStore(CASHIER), CASHIER)
                        .ask(AUDIT))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private Answer<Integer> ask(String provider) {
        return ask(provider, Duration.ofSeconds(20));
    }

    private Answer<Integer> ask(String provider, Duration timeout) {
        TestConfig config = new TestConfig(server.url(), server.url() + "/v1", Optional.empty(), List.of(), timeout);
        return models(config)
                .of(runs.run("a", provider, ""), new MemoryStore(CASHIER), CASHIER)
                .ask(AUDIT);
    }

    private Answer<Integer> ask(ProviderModels models, String provider) {
        return models.of(runs.run("a", provider, ""), new MemoryStore(CASHIER), CASHIER)
                .ask(AUDIT);
    }

    private Answer<Integer> ask(Assignment run) {
        return models(TestConfig.at(server.url()))
                .of(run, new MemoryStore(CASHIER), CASHIER)
                .ask(AUDIT);
    }

    private static ProviderModels models(ModelsConfig config) {
        return new ProviderModels(config, variable -> "sk-test", new SimpleMeterRegistry(), () -> TRACER);
    }

    private static Told ok(String body) {
        return new Told(200, Map.of(), body);
    }

    private static String anthropic(String stop, String block) {
        return "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[" + block
                + "],\"stop_reason\":\"" + stop
                + "\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":11,\"output_tokens\":3}}";
    }

    private static String openAi(String finish, String message) {
        return "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":0,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
                + message.replaceFirst("\\{", "{\"role\":\"assistant\",") + ",\"finish_reason\":\"" + finish
                + "\"}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":3,\"total_tokens\":14}}";
    }
}
