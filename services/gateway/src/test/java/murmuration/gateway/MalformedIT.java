package murmuration.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import murmuration.runtime.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 10,000 requests that are wrong in one to three ways, seeds 0 to 9,999. A failure names its seed and shows its request:
 * {@link Malformed#of} makes it again.
 */
@QuarkusTest
@QuarkusTestResource(PublishedSchema.class)
@TestProfile(SignInRequired.class)
@Timeout(300)
class MalformedIT {
    private static final int REQUESTS = 10_000;
    private static final int AT_ONCE = 16;
    private static final Pattern INSIDE = Pattern.compile(
            "\\b(?:java|javax|jakarta|sun|io|org|com|net|murmuration)(?:\\.[a-z0-9_]+)+\\.[A-Z]|\\bat [\\w.$]+\\(|[A-Z]\\w*(?:Exception|Error)\\b|PSQL");
    /** What is no HTTP, or asks for no URI, is refused with these before anything of ours sees it, without a body. */
    private static final Set<Integer> UNREAD = Set.of(400, 414, 431);

    private static final Logger LOGS = Logger.getLogger("");
    private static final Set<String> FIELDS = Set.of("type", "title", "status", "detail", "code", "errors");

    @Test
    void nothingMalformedBreaksTheGatewayOrIsSaidBack() {
        List<Operation> operations = Operation.documented();
        Malformed.Keys keys = new Malformed.Keys(key(), key().split("_", -1)[1]);
        Map<Integer, String> faults = new TreeMap<>();
        Map<Integer, Integer> statuses = new TreeMap<>();
        Log log = new Log();
        LOGS.addHandler(log);
        try (Parallel parallel = new Parallel(AT_ONCE, () -> {})) {
            parallel.map(
                    IntStream.range(0, REQUESTS).boxed().toList(), seed -> answered(seed, operations, keys), each -> {
                        statuses.merge(each.status(), 1, Integer::sum);
                        each.fault().ifPresent(fault -> faults.put(each.seed(), fault));
                    });
        }
        LOGS.removeHandler(log);
        assertThat(faults).isEmpty();
        assertThat(statuses.keySet()).contains(400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422);
        assertThat(statuses.getOrDefault(0, 0) + statuses.getOrDefault(200, 0)).isLessThan(REQUESTS / 2);
        assertThat(said(given().get("/q/metrics").asString())).as("metrics").isFalse();
        assertThat(log.said).as("logged").isEmpty();
    }

    /** Keeps what is logged with the canary in it. */
    private static final class Log extends Handler {
        private final Queue<String> said = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord logged) {
            String all = logged.getMessage() + Arrays.toString(logged.getParameters()) + logged.getThrown();
            if (said(all)) {
                said.add(logged.getLoggerName() + ": " + all);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static boolean said(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replace('+', ' ').replace("%20", " ");
        return plain.contains(Malformed.CANARY);
    }

    /** @param status 0 where there was no answer */
    private record Answered(int seed, int status, Optional<String> fault) {}

    private static Answered answered(int seed, List<Operation> operations, Malformed.Keys keys) {
        Malformed.Request request = Malformed.of(seed, operations, keys);
        try {
            Optional<RawHttp.Answer> answer = RawHttp.send(request.bytes(), 2 + seed % 200, request.ends());
            return new Answered(
                    seed,
                    answer.map(RawHttp.Answer::status).orElse(0),
                    fault(request, answer).map(fault -> fault + "\n" + request + "\n" + answer));
        } catch (IOException e) {
            return new Answered(seed, 0, Optional.of(e + "\n" + request));
        }
    }

    private static Optional<String> fault(Malformed.Request request, Optional<RawHttp.Answer> answered) {
        if (answered.isEmpty()) {
            return request.ends() ? Optional.empty() : Optional.of("there is no answer");
        }
        RawHttp.Answer answer = answered.get();
        String all = answer.head() + answer.body();
        if (answer.status() < 400) {
            return Optional.empty();
        }
        if (answer.status() >= 500) {
            return Optional.of("the fault is called ours");
        }
        if (INSIDE.matcher(all).find()) {
            return Optional.of("the answer shows code");
        }
        if (said(all)) {
            return Optional.of("the answer says it back");
        }
        return request.isUnreadable()
                        && UNREAD.contains(answer.status())
                        && answer.body().isEmpty()
                ? Optional.empty()
                : problem(answer);
    }

    private static Optional<String> problem(RawHttp.Answer answer) {
        if (!answer.header("Content-Type").orElse("").startsWith(Problem.MEDIA_TYPE)) {
            return Optional.of("it is no problem");
        }
        if (answer.body().isEmpty()) {
            return Optional.empty();
        }
        JsonNode problem = Json.read(answer.body(), JsonNode.class);
        problem.fieldNames().forEachRemaining(name -> assertThat(FIELDS).contains(name));
        try {
            ErrorCode code = ErrorCode.valueOf(problem.path("code").asText());
            assertThat(problem.path("type").asText()).isEqualTo("/docs/errors#" + code);
            assertThat(problem.path("title").asText()).isEqualTo(code.title());
            assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
            assertThat(problem.path("detail").asText()).isNotBlank().hasSizeLessThan(500);
            problem.path("errors")
                    .forEach(each ->
                            assertThat(each.fieldNames()).toIterable().containsExactlyInAnyOrder("pointer", "detail"));
            return Optional.empty();
        } catch (AssertionError | IllegalArgumentException | MurmurationException e) {
            return Optional.of("the problem is not as documented: " + e);
        }
    }

    /** One that may do everything, of a tenant that has the published run. */
    private static String key() {
        return given().header("Authorization", "Bearer " + SignInRequired.OPERATOR)
                .contentType(ContentType.JSON)
                .body("{\"name\": \"malformed\", \"role\": \"admin\"}")
                .post("/api/v1/keys?tenant=default")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }
}
