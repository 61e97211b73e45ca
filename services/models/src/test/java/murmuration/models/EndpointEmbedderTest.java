package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import murmuration.core.Embedder;
import murmuration.core.ErrorCode;
import murmuration.core.Manifest;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.runtime.Assignment;
import murmuration.runtime.TestDatabase;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that speaks the endpoint, through the cashier, under the embedding service's role. */
class EndpointEmbedderTest {
    private static final TestDatabase POSTGRES = TestDatabase.create();
    private static final List<String> TEXTS = List.of("write a poem", "plan a trip", "fix a bug");

    private final String model = "m-" + UUID.randomUUID();
    private final MemoryVectors known = new MemoryVectors();
    private final EmbeddingServer server;

    EndpointEmbedderTest() throws IOException {
        server = new EmbeddingServer(12);
    }

    @AfterEach
    void close() {
        server.close();
    }

    static Embedder embedder(String url, String model, String more, KnownVectors known) {
        return embedder(url, run(model, more, ""), known);
    }

    private static Embedder embedder(String url, Assignment run, KnownVectors known) {
        return embedder(url, run, known, new SimpleMeterRegistry(), OpenTelemetry.noop());
    }

    private static Embedder embedder(
            String url, Assignment run, KnownVectors known, MeterRegistry registry, OpenTelemetry telemetry) {
        TestConfig config = TestConfig.at(url);
        return new ProviderModels(config, variable -> "sk-test", registry, () -> telemetry.getTracer("test"))
                .embedder(run, known, new Cashier(POSTGRES.as("embedding"), config));
    }

    private static Assignment run(String model, String more, String budget) {
        return new Runs(POSTGRES, "gpt-4.1")
                .run("a", "openai", budget, "{\"provider\": \"openai\", \"name\": \"" + model + "\"" + more + "}");
    }

    private Embedder embedder() {
        return embedder(server.url(), model, "", known);
    }

    @Test
    void textsAreSentAsTheEndpointWantsThem() {
        embedder(server.url(), model, ", \"dimensions\": 5", known).embed(TEXTS);

        assertThat(server.received).hasSize(1);
        assertThat(server.received.getFirst().toString())
                .isEqualTo("{\"model\":\"" + model + "\",\"input\":[\"write a poem\",\"plan a trip\",\"fix a bug\"],"
                        + "\"encoding_format\":\"float\",\"dimensions\":5}");
        assertThat(server.keys).containsExactly("Bearer sk-test");
    }

    @Test
    void aKeyFileThatIsReplacedCountsAtTheNextCall(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "sk-old");
        String url = server.url();
        TestConfig config = new TestConfig(url, url + "/v1", Optional.of(file), List.of(), Duration.ofSeconds(20));
        Map<String, String> environment = Map.of();
        Embedder embedder = new ProviderModels(
                        config,
                        environment::get,
                        new SimpleMeterRegistry(),
                        () -> OpenTelemetry.noop().getTracer("test"))
                .embedder(run(model, ", \"dimensions\": 12", ""), known, new Cashier(POSTGRES.as("embedding"), config));
        embedder.embed(List.of("plan a trip"));
        Files.writeString(file, "sk-new\n");
        embedder.embed(List.of("fix a bug"));
        assertThat(server.keys).containsExactly("Bearer sk-old", "Bearer sk-new");
    }

    @Test
    void whatWasEmbeddedIsNotAskedAgain() {
        Matrix first = embedder().embed(TEXTS);
        long asked = server.texts();

        Matrix second = embedder().embed(TEXTS.reversed());

        assertThat(second.row(0)).isEqualTo(first.row(2));
        assertThat(server.texts()).isEqualTo(asked);
        assertThat(embedder().model().dimension()).isEqualTo(12);
        assertThat(server.texts()).as("one text more, for the dimension").isEqualTo(TEXTS.size() + 1L);
    }

    @Test
    void manyTextsAreSentInBatches() {
        embedder().embed(IntStream.range(0, 600).mapToObj(i -> "text " + i).toList());
        assertThat(server.received)
                .extracting(request -> request.path("input").size())
                .containsExactly(1, 256, 256, 88);

        server.received.clear();
        embedder()
                .embed(IntStream.range(0, 5)
                        .mapToObj(i -> i + " word".repeat(20_000))
                        .toList());
        assertThat(server.received)
                .extracting(request -> request.path("input").size())
                .containsExactly(2, 2, 1);
    }

    @Test
    void aServerThatTakesFewerAtOnceIsAskedForFewer() {
        server.most = 32;
        assertThat(embedder()
                        .embed(IntStream.range(0, 100)
                                .mapToObj(i -> "text " + i)
                                .toList())
                        .n())
                .isEqualTo(100);
    }

    @Test
    void aServerThatFailsOnWhatItCannotHoldAtOnceIsAskedForLess() throws IOException {
        try (ProviderServer other = new ProviderServer()) {
            other.telling = asked -> asked.path("input").size() > 1
                    ? new ProviderServer.Told(
                            500,
                            Map.of(),
                            "{\"error\":{\"code\":500,\"type\":\"server_error\",\"message\":\"input is too large to process."
                                    + " increase the physical batch size\"}}")
                    : vector();
            assertThat(embedder(other.url(), model, ", \"dimensions\": 2", known)
                            .embed(TEXTS)
                            .n())
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"413, request_too_large, CONTEXT_TOO_LONG", "400, content_filter, REFUSED"})
    void whatAnEndpointRefusesOfOneTextIsAFailureAndNoAnswer(int status, String said, ErrorCode code)
            throws IOException {
        try (ProviderServer other = new ProviderServer()) {
            other.told = new ProviderServer.Told(status, Map.of(), "{\"error\":{\"code\":\"" + said + "\"}}");
            assertFails(
                    () -> embedder(other.url(), model, ", \"dimensions\": 2", known)
                            .embed(List.of("write a poem")),
                    code,
                    "HTTP " + status);
        }
    }

    private static ProviderServer.Told vector() {
        return new ProviderServer.Told(200, Map.of(), "{\"data\":[{\"index\":0,\"embedding\":[3,4]}]}");
    }

    @Test
    void base64IsReadAsWell() {
        Matrix plain = embedder().embed(TEXTS);
        server.spoiled = answer -> {
            answer.path("data")
                    .forEach(one -> ((ObjectNode) one)
                            .put("embedding", base64(one.path("embedding").size())));
            return answer;
        };
        float[] read = embedder().embed(List.of("another")).row(0);
        assertThat(read).hasSize(plain.d()).contains(0.6f, 0.8f);
    }

    /** The third and fourth side of a well-known triangle. */
    private static String base64(int d) {
        ByteBuffer bytes = ByteBuffer.allocate(d * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(new float[] {3, 4});
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    static Stream<Arguments> spoiledAnswers() {
        return Stream.of(
                Arguments.of("3 texts were sent, and 2 vectors came back", spoiling(data -> data.remove(0))),
                Arguments.of("a vector has no index", spoiling(data -> ((ObjectNode) data.get(1)).remove("index"))),
                Arguments.of("a vector has no index", spoiling(data -> ((ObjectNode) data.get(1)).put("index", 7))),
                Arguments.of("two vectors", spoiling(data -> data.forEach(one -> ((ObjectNode) one).put("index", 0)))),
                Arguments.of("a vector is empty", spoiling(data -> ((ObjectNode) data.get(1)).remove("embedding"))),
                Arguments.of(
                        "no direction",
                        spoiling(data -> ((ObjectNode) data.get(1))
                                .putArray("embedding")
                                .add(0)
                                .add(0))),
                Arguments.of(
                        "no number", spoiling(data -> ((ArrayNode) data.get(1).path("embedding")).set(0, "NaN"))),
                Arguments.of("no base64", spoiling(data -> ((ObjectNode) data.get(1)).put("embedding", "CANARY!"))),
                Arguments.of(
                        "no direction", spoiling(data -> ((ObjectNode) data.get(1)).put("embedding", "AADAfwAAwH8="))));
    }

    private static UnaryOperator<ObjectNode> spoiling(java.util.function.Consumer<ArrayNode> how) {
        return answer -> {
            how.accept((ArrayNode) answer.path("data"));
            return answer;
        };
    }

    @ParameterizedTest
    @MethodSource("spoiledAnswers")
    void anAnswerThatIsNotOneVectorForEachTextIsAFailure(String says, UnaryOperator<ObjectNode> spoiled) {
        embedder().model();
        server.spoiled = spoiled;
        assertFails(() -> embedder().embed(TEXTS), ErrorCode.MALFORMED_OUTPUT, says);
        assertThat(known.kept).hasSize(1);
    }

    @Test
    void anotherDimensionIsAFailureThatNamesTheField() {
        server.spoiled = spoiling(data -> data.forEach(one -> ((ArrayNode) one.path("embedding")).remove(0)));
        assertFails(
                () -> embedder(server.url(), model, ", \"dimensions\": 12", known)
                        .embed(TEXTS),
                ErrorCode.INVALID_SPEC,
                "embedding.dimensions: " + model + " gives vectors of 11 dimensions, not 12");
        known.kept.clear();
        server.spoiled = UnaryOperator.identity();
        Embedder embedder = embedder();
        embedder.model();
        server.spoiled = spoiling(data -> data.forEach(one -> ((ArrayNode) one.path("embedding")).remove(0)));
        assertFails(() -> embedder.embed(TEXTS), ErrorCode.INVALID_SPEC, "as before: it is another model by now");
    }

    static List<ProvidersTest.Case> failures() {
        return ProvidersTest.failures().stream()
                .filter(failure -> failure.status() >= 0
                        && failure.code() != ErrorCode.INVALID_INPUT
                        && failure.code() != ErrorCode.INVALID_SPEC)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failuresHaveTheCodesOfAllProviders(ProvidersTest.Case failure) throws IOException {
        try (ProviderServer other = new ProviderServer()) {
            other.told = new ProviderServer.Told(failure.status(), Map.of(), "{\"error\":" + failure.error() + "}");
            assertFails(() -> embedder(other.url(), model, "", known).embed(TEXTS), failure.code(), "");
            assertThat(other.received).hasSize(1);
            assertThat(other.received.getFirst().path()).isEqualTo("/v1/embeddings");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void aRequestThatIsNotTakenNamesTheFieldsOfTheSpec(int status) throws IOException {
        try (ProviderServer other = new ProviderServer()) {
            other.told = new ProviderServer.Told(status, Map.of(), "{\"error\": {\"message\": \"write a poem\"}}");
            for (String more : List.of("", ", \"dimensions\": 2")) {
                assertFails(
                        () -> embedder(other.url(), model, more, known).embed(TEXTS),
                        ErrorCode.INVALID_SPEC,
                        "embedding.name");
            }
        }
    }

    @Test
    void anEndpointThatHasAnsweredAndIsNotFoundAnyMoreIsAway() throws IOException {
        try (ProviderServer other = new ProviderServer()) {
            other.told = vector();
            Embedder embedder = embedder(other.url(), model, ", \"dimensions\": 2", known);
            embedder.embed(List.of("plan a trip"));
            other.told = new ProviderServer.Told(404, Map.of(), "<html>");
            assertFails(() -> embedder.embed(List.of("fix a bug")), ErrorCode.UNAVAILABLE, "HTTP 404");
            other.told = vector();
            assertThat(embedder.embed(List.of("fix a bug")).n()).isEqualTo(1);
        }
    }

    @Test
    void aTextThatAnEndpointDoesNotTakeIsAFaultOfTheTextAlsoWhereARunAsksForNothingElse() throws IOException {
        try (ProviderServer other = new ProviderServer()) {
            other.telling = asked -> asked.path("input").toString().contains("poem")
                    ? new ProviderServer.Told(422, Map.of(), "{\"error\": {\"message\": \"write a poem\"}}")
                    : vector();
            Embedder first = embedder(other.url(), model, "", known);
            assertThat(first.embed(List.of("plan a trip")).n()).isEqualTo(1);
            assertFails(() -> first.embed(List.of("write a poem")), ErrorCode.INVALID_INPUT, "HTTP 422");
            other.received.clear();

            Assignment run = run(model, "", "");
            Embedder second = embedder(other.url(), run, known);
            for (int i = 0; i < 2; i++) {
                assertFails(
                        () -> second.embed(List.of("plan a trip", "write a poem")),
                        ErrorCode.INVALID_INPUT,
                        "HTTP 422");
            }
            assertThat(other.received)
                    .extracting(received -> received.body().path("input").toString())
                    .containsExactly("[\"write a poem\"]", "[\"dimension\"]", "[\"write a poem\"]");
            assertThat(new Runs(POSTGRES, "").sum(run, "calls * (outcome = 'ANSWERED')::int", "usage"))
                    .as("our own word is booked")
                    .isEqualTo(1);
        }
    }

    @Test
    void whatIsEmbeddedIsPaidFor() {
        Assignment run = run("text-embedding-3-small", "", "1.00");
        embedder(server.url(), run, known).embed(TEXTS);

        Runs runs = new Runs(POSTGRES, "");
        assertThat(runs.sum(run, "input_tokens", "usage")).isEqualTo(7 * 4);
        assertThat(runs.sum(run, "micros", "usage")).isEqualTo(2);
        assertThat(runs.sum(run, "input_tokens", "reservation")).isZero();
    }

    @Test
    void aBudgetBoundsItAndWantsAPrice() {
        assertFails(
                () -> embedder(server.url(), run("text-embedding-3-large", "", "0.000001"), known)
                        .embed(TEXTS),
                ErrorCode.BUDGET_SPENT,
                "budget");
        assertFails(
                () -> embedder(server.url(), run("of-my-own", "", "1.00"), known),
                ErrorCode.INVALID_SPEC,
                "there is no price for openai/of-my-own");
        assertThat(server.received).isEmpty();
    }

    @Test
    void aManifestSaysWhatTheModelsOfTheSpecCost() {
        ProviderModels providers = new ProviderModels(
                TestConfig.at(server.url()),
                name -> "sk-test",
                new SimpleMeterRegistry(),
                () -> OpenTelemetry.noop().getTracer("test"));
        Manifest.Prices prices =
                providers.prices(run("text-embedding-3-large", "", "").spec());
        assertThat(prices.models())
                .containsExactly(
                        new Manifest.Price("openai", "gpt-4.1", 2, 8, 2, 0.5),
                        new Manifest.Price("openai", "text-embedding-3-large", 0.13, 0, 0.13, 0.13));
        assertThat(prices.date()).isEqualTo(providers.pricesDate());
        assertThat(providers.prices(run("of-my-own", "", "").spec()).models())
                .extracting(Manifest.Price::model)
                .containsExactly("gpt-4.1");
    }

    @Test
    void aCallHasASpanAndATime() {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OpenTelemetry telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build();
        embedder(server.url(), run(model, ", \"dimensions\": 12", ""), known, registry, telemetry)
                .embed(TEXTS);

        SpanData span = spans.getFinishedSpanItems().getFirst();
        assertThat(span.getName()).isEqualTo("embeddings " + model);
        Map<String, Object> attributes = new TreeMap<>();
        span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
        assertThat(attributes)
                .isEqualTo(new TreeMap<>(Map.of(
                        "gen_ai.operation.name",
                        "embeddings",
                        "gen_ai.provider.name",
                        "openai",
                        "gen_ai.request.model",
                        model,
                        "gen_ai.usage.input_tokens",
                        21L,
                        "murmuration.purpose",
                        "EMBED",
                        "server.address",
                        "127.0.0.1",
                        "server.port",
                        (long) URI.create(server.url()).getPort())));
        Timer timer = registry.get("murmuration_models_calls")
                .tags("purpose", "EMBED", "outcome", "ANSWERED")
                .timer();
        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
    }

    @Test
    void noMoreCallsAreUnderWayThanTheEndpointIsKnownToBear() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ProviderServer slow = new ProviderServer();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            slow.telling = asked -> {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                try {
                    together.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException(e);
                }
                underWay.decrementAndGet();
                return vector();
            };
            Embedder embedder = embedder(slow.url(), model, ", \"dimensions\": 2", known);
            List<Future<Matrix>> vectors = IntStream.range(0, 12)
                    .mapToObj(i -> threads.submit(() -> embedder.embed(List.of("text " + i))))
                    .toList();
            for (Future<Matrix> one : vectors) {
                assertThat(one.get().row(0)).containsExactly(0.6f, 0.8f);
            }
        }
        assertThat(most).hasValue(4);
    }

    @Test
    void addressesThatAreNotListedGetNothing() {
        assertFails(
                () -> embedder(server.url(), model, ", \"baseUrl\": \"https://elsewhere.example/v1\"", known),
                ErrorCode.INVALID_SPEC,
                "embedding.baseUrl: summaries");
    }

    private static void assertFails(ThrowingCallable call, ErrorCode code, String says) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(says)
                .hasMessageNotContaining("poem")
                .hasMessageNotContaining("CANARY");
    }
}
