package murmuration.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.gateway.access.Endpoints;
import murmuration.gateway.access.Failures;
import murmuration.gateway.access.Role;
import murmuration.gateway.access.TestIssuer;
import murmuration.runs.v1.CreateDatasetRequest;
import murmuration.runtime.Database;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every endpoint that the OpenAPI document names, asked by everybody who might. */
@QuarkusTest
@QuarkusTestResource(PublishedSchema.class)
@TestProfile(SignInRequired.class)
@Timeout(300)
class AccessIT {
    @Inject
    @DataSource("gateway")
    AgroalDataSource source;

    @ConfigProperty(name = "murmuration.gateway.sign-in.oidc.issuer")
    String issuer = "";

    @Test
    void theDocumentTellsTheTable() {
        Set<String> documented =
                Operation.documented().stream().map(Operation::toString).collect(Collectors.toSet());
        Set<String> enforced = Endpoints.all().keySet().stream()
                .filter(endpoint -> endpoint.contains(" /api/"))
                .collect(Collectors.toSet());
        assertThat(documented).isEqualTo(enforced).hasSizeGreaterThan(25);
        for (Operation operation : Operation.documented()) {
            assertThat(Endpoints.role(operation.method(), operation.path())).contains(operation.role());
        }
    }

    @Test
    void everyMethodOfEveryResourceStandsInTheTable() {
        List<String> absent = new ArrayList<>();
        Set<Class<?>> resources = Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .collect(Collectors.toSet());
        for (Class<?> resource : resources) {
            for (Method method : resource.getDeclaredMethods()) {
                boolean endpoint = Stream.of(method.getAnnotations())
                        .anyMatch(each -> each.annotationType().isAnnotationPresent(HttpMethod.class));
                if (endpoint && Endpoints.role(resource, method).isEmpty()) {
                    absent.add(resource.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertThat(resources).hasSizeGreaterThan(5);
        assertThat(absent).isEmpty();
    }

    @Test
    void whoHasNotSignedInReachesWhatAnyoneMay() {
        for (Operation operation : Operation.documented()) {
            Response answer = call(operation, given());
            if (operation.role() == Role.ANYONE) {
                assertThat(answer.statusCode()).as(operation + "").isNotIn(403, 404);
            } else {
                answer.then()
                        .statusCode(401)
                        .contentType(Problem.MEDIA_TYPE)
                        .header("WWW-Authenticate", startsWith("Bearer"))
                        .body("code", equalTo("AUTHENTICATION"))
                        .body("detail", containsString("Authorization: Bearer"));
            }
        }
    }

    @Test
    void eachRoleReachesExactlyWhatTheDocumentSays() {
        for (Role role : Role.GIVEN) {
            reachesExactlyWhatTheDocumentSays(role, key("default", role));
        }
    }

    /** Whoever shows this. @param shown a key, or a token, of this role in the tenant "default" */
    static void reachesExactlyWhatTheDocumentSays(Role role, String shown) {
        for (Operation operation : Operation.documented()) {
            Response answer = call(operation, with(shown));
            if (role.may(operation.role())) {
                assertThat(answer.statusCode())
                        .as(role + " " + operation + ": " + answer.asString())
                        .isIn(200, 201, 202, 204, 303, 409);
            } else {
                answer.then()
                        .statusCode(403)
                        .body("code", equalTo("FORBIDDEN"))
                        .body(
                                "detail",
                                containsString(
                                        "takes the role " + operation.role().word()));
            }
        }
    }

    @Test
    void anotherTenantFindsNothingOfWhatThereIs() {
        String key = key("other", Role.ADMIN);
        String safety = key("other", Role.SAFETY);
        for (Operation operation : Operation.documented()) {
            Response answer = call(operation, with(operation.role() == Role.SAFETY ? safety : key));
            if (operation.hasId()) {
                answer.then().statusCode(404).body("code", equalTo("NOT_FOUND"));
            } else {
                // a run's data set is not there for this tenant: a fault of the spec
                assertThat(answer.statusCode()).as(operation + "").isIn(200, 201, 202, 204, 303, 422);
            }
            assertThat(answer.asString())
                    .doesNotContain(PublishedSchema.RUN, PublishedSchema.DATASET, ScriptedRuns.RUNNING, "Programming");
        }
        with(key).get("/api/v1/runs").then().body("items.size()", equalTo(0));
        with(key).get("/api/v1/datasets").then().body("items.size()", equalTo(0));
    }

    @Test
    void anUploadBelongsToTheTenantOfWhoSendsIt() {
        with(key("other", Role.ANALYST))
                .multiPart("name", "theirs")
                .multiPart("file", "theirs.jsonl", new byte[5])
                .post("/api/v1/datasets")
                .then()
                .statusCode(202);
        assertThat(CountingUploads.tenant).isEqualTo("other");
        assertThat(ScriptedRuns.CREATED
                        .getOrDefault("theirs", CreateDatasetRequest.getDefaultInstance())
                        .getTenant())
                .isEqualTo("other");
        given().multiPart("name", "nobody's")
                .multiPart("file", "a.jsonl", new byte[5])
                .post("/api/v1/datasets")
                .then()
                .statusCode(401);
        assertThat(ScriptedRuns.CREATED).doesNotContainKey("nobody's");
    }

    @Test
    void theOperatorManagesKeysOfEveryTenantAndNothingElse() {
        for (Operation operation : Operation.documented()) {
            int status = call(operation, with(SignInRequired.OPERATOR)).statusCode();
            boolean allowed = operation.role() == Role.ADMIN || operation.role() == Role.ANYONE;
            assertThat(status != 403 && status != 401)
                    .as(operation + ": " + status)
                    .isEqualTo(allowed);
        }
        String first = key("other", Role.VIEWER);
        assertThat(with(SignInRequired.OPERATOR)
                        .get("/api/v1/keys?tenant=other")
                        .asString())
                .contains(id(first));
        with(SignInRequired.OPERATOR).get("/api/v1/keys?tenant=../other").then().statusCode(400);
        with(key("default", Role.ADMIN)).get("/api/v1/keys?tenant=other").then().statusCode(403);
    }

    @Test
    void anAdministratorGivesNobodyTheRoleSafety() {
        with(key("default", Role.ADMIN))
                .contentType(ContentType.JSON)
                .body("{\"name\": \"myself\", \"role\": \"safety\"}")
                .post("/api/v1/keys")
                .then()
                .statusCode(403)
                .body("detail", containsString("only the operator's key"));
        // a word that a deployment has not said is nobody's at the issuer
        with(TestIssuer.mint(issuer, SignInRequired.AUDIENCE, Map.of("team", "default", "roles", "safety")))
                .get("/api/v1/safety-runs")
                .then()
                .statusCode(403)
                .body("detail", containsString("stands for no role"));
    }

    @Test
    void whatASafetyRunShowsIsReadUnderTheReadersNameAndKeptNowhere() {
        String key = key("default", Role.SAFETY);
        ScriptedPrivacy.READERS.clear();
        with(key)
                .get("/api/v1/safety-runs/" + ScriptedRuns.RUNNING + "/clusters/base1")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("cluster.conversations", equalTo(1))
                .body("conversations[0].account", equalTo(PublishedSchema.DATASET));
        assertThat(ScriptedPrivacy.READERS).containsExactly("a test");
    }

    @Test
    void nothingInARunsSpecMakesItASafetyRun() {
        String key = key("default", Role.ANALYST);
        for (String field : List.of("\"safety\": true", "\"kind\": \"safety\"", "\"reason\": \"x\"")) {
            with(key)
                    .contentType(ContentType.JSON)
                    .body("{\"dataset\": \"sample\", " + field + "}")
                    .post("/api/v1/runs")
                    .then()
                    .statusCode(422)
                    .body("errors[0].detail", containsString("is no field here"));
        }
    }

    @Test
    void whatASafetyRunMustSayIsToldWithItsPlace() {
        with(key("default", Role.SAFETY))
                .contentType(ContentType.JSON)
                .body("{\"spec\": {\"dataset\": \"sample\", \"nmae\": 1}, \"expiresAt\": \"2001-01-01T00:00:00Z\"}")
                .post("/api/v1/safety-runs")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItems("/spec/nmae", "/reason", "/expiresAt"));
    }

    @Test
    void aKeyIsShownOnceAndKeptAsAHash() {
        String key = key("default", Role.VIEWER);
        with(key).get("/api/v1/runs").then().statusCode(200);
        String listed = with(key("default", Role.ADMIN)).get("/api/v1/keys").asString();
        assertThat(listed).contains(id(key), "\"usedAt\":\"").doesNotContain(secret(key), "\"key\"");
        String kept = new Database(source)
                .inTenant(
                        "default",
                        handle -> handle.createQuery("SELECT string_agg(k::text, ' ') FROM access.key k")
                                .mapTo(String.class)
                                .one());
        assertThat(kept).contains(id(key)).doesNotContain(secret(key));
    }

    @Test
    void keysAreListedPageByPage() {
        key("pages", Role.VIEWER);
        String admin = key("pages", Role.ADMIN);
        String next = with(admin)
                .get("/api/v1/keys?limit=1")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1))
                .body("next", equalTo(id(admin)))
                .extract()
                .path("next");
        with(admin)
                .get("/api/v1/keys?limit=1&after=" + next)
                .then()
                .body("items.size()", equalTo(1))
                .body("items[0].role", equalTo("viewer"))
                .body("next", nullValue());
        with(admin).get("/api/v1/keys").then().body("items.size()", equalTo(2)).body("next", nullValue());
        with(admin).get("/api/v1/keys?limit=1001").then().statusCode(400);
        with(admin).get("/api/v1/keys?after=x").then().statusCode(400);
    }

    @Test
    void aKeyThatIsRevokedOrForgedIsGoodForNothing() {
        String revoked = key("default", Role.VIEWER);
        String admin = key("default", Role.ADMIN);
        with(admin)
                .contentType(ContentType.JSON)
                .delete("/api/v1/keys/" + id(revoked))
                .then()
                .statusCode(200)
                .body("revokedAt", startsWith("20"));
        String forged = admin.substring(0, admin.length() - 1) + (admin.endsWith("0") ? "1" : "0");
        for (String bad : List.of(revoked, forged, "murmuration_", "x", " ")) {
            with(bad).get("/api/v1/runs").then().statusCode(401);
        }
        given().header("Authorization", "Basic eDp5").get("/api/v1/runs").then().statusCode(401);
    }

    @Test
    void aKeyEndsAtItsTime() throws InterruptedException {
        Instant soon = Instant.now().plusSeconds(2);
        String key = made("default", "{\"name\": \"short\", \"role\": \"viewer\", \"expiresAt\": \"" + soon + "\"}");
        with(key).get("/api/v1/runs").then().statusCode(200);
        Instant limit = Instant.now().plusSeconds(30);
        int status = 200;
        while (status == 200 && Instant.now().isBefore(limit)) {
            status = with(key).get("/api/v1/runs").statusCode();
        }
        assertThat(status).isEqualTo(401);
        assertThat(Instant.now()).isAfter(soon.minusMillis(500));
    }

    @Test
    void whatAKeyMustSayIsToldWithItsPlace() {
        with(SignInRequired.OPERATOR)
                .contentType(ContentType.JSON)
                .body("{\"role\": \"king\", \"expiresAt\": \"2001-01-01T00:00:00Z\", \"nmae\": 1}")
                .post("/api/v1/keys")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItems("/name", "/role", "/expiresAt", "/nmae"));
    }

    @Test
    void aBrowserSignsInWithAKeyAndOutAgain() {
        String key = key("default", Role.ANALYST);
        given().get("/api/v1/session").then().body("required", equalTo(true)).body("name", nullValue());
        Cookie cookie = session(key);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getMaxAge()).isBetween(43_000L, 43_200L);
        assertThat(cookie.getValue()).doesNotContain(secret(key));
        given().cookie(cookie)
                .get("/api/v1/session")
                .then()
                .body("role", equalTo("analyst"))
                .body("tenant", equalTo("default"));
        given().cookie(cookie).get("/api/v1/runs").then().statusCode(200);
        // a cookie is no key, and a key is no cookie
        with(cookie.getValue()).get("/api/v1/runs").then().statusCode(401);
        given().cookie(SessionResource.COOKIE, key).get("/api/v1/runs").then().statusCode(401);
        given().cookie(cookie)
                .contentType(ContentType.JSON)
                .delete("/api/v1/session")
                .then()
                .statusCode(204);
        given().cookie(cookie).get("/api/v1/runs").then().statusCode(401);
        with(key).get("/api/v1/runs").then().statusCode(200);
    }

    @Test
    void aSessionEndsWithTheKeyThatBeganIt() {
        String key = key("default", Role.VIEWER);
        Cookie cookie = session(key);
        with(SignInRequired.OPERATOR)
                .contentType(ContentType.JSON)
                .delete("/api/v1/keys/" + id(key))
                .then()
                .statusCode(200);
        given().cookie(cookie)
                .get("/api/v1/runs")
                .then()
                .statusCode(401)
                .body("detail", containsString("sign in again"));
        given().cookie(cookie).get("/api/v1/session").then().statusCode(200).body("name", nullValue());
    }

    @Test
    void aTokenOfTheIssuerSaysWhoAsksInWhichRoleAndTenant() {
        for (Map.Entry<String, String> each :
                Map.of("default", "viewer", "other", "research").entrySet()) {
            String token = TestIssuer.mint(
                    issuer, SignInRequired.AUDIENCE, Map.of("team", each.getKey(), "roles", List.of(each.getValue())));
            Role role = each.getValue().equals("research") ? Role.ANALYST : Role.VIEWER;
            with(token)
                    .get("/api/v1/session")
                    .then()
                    .body("name", equalTo("somebody"))
                    .body("tenant", equalTo(each.getKey()))
                    .body("role", equalTo(role.word()));
            int own = each.getKey().equals("default") ? 200 : 404;
            with(token).get("/api/v1/runs/" + ScriptedRuns.RUNNING).then().statusCode(own);
            with(token)
                    .get("/api/v1/runs/" + PublishedSchema.RUN + "/tree")
                    .then()
                    .statusCode(own);
            with(token).get("/api/v1/keys").then().statusCode(403);
        }
        with(TestIssuer.mint(issuer, "another", Map.of("team", "default", "roles", "admin")))
                .get("/api/v1/runs")
                .then()
                .statusCode(401);
        with(TestIssuer.mint(issuer, SignInRequired.AUDIENCE, Map.of("team", "default", "roles", "analyst")))
                .get("/api/v1/runs")
                .then()
                .statusCode(403)
                .body("detail", containsString("stands for no role"));
        with(TestIssuer.mint(issuer, SignInRequired.AUDIENCE, Map.of("roles", "viewer")))
                .get("/api/v1/runs")
                .then()
                .statusCode(403);
    }

    @Test
    void aPersonSignsInAtTheIssuerAndComesBackToThePage() {
        Response begun = given().redirects()
                .follow(false)
                .queryParam("next", "/runs/x/explore?sort=size")
                .get("/api/v1/session/issuer");
        begun.then().statusCode(303);
        Cookie kept = begun.detailedCookie("murmuration-sign-in");
        assertThat(kept.isHttpOnly()).isTrue();
        assertThat(kept.getSameSite()).isEqualTo("Lax");
        URI back = TestIssuer.approve(
                URI.create(begun.header("Location")), Map.of("team", "other", "roles", List.of("steward")));

        // another browser does not get in with it
        String strange = given().redirects()
                .follow(false)
                .get(back.getRawPath() + "?" + back.getRawQuery())
                .header("Location");
        assertThat(strange).endsWith("/?refused=late");

        Response ended = given().redirects()
                .follow(false)
                .cookie(kept)
                .urlEncodingEnabled(false)
                .get(back.getRawPath() + "?" + back.getRawQuery());
        ended.then().statusCode(303).header("Location", endsWith("/runs/x/explore?sort=size"));
        Cookie session = ended.detailedCookie(SessionResource.COOKIE);
        assertThat(session.getSameSite()).isEqualTo("Strict");
        given().cookie(session)
                .get("/api/v1/session")
                .then()
                .body("role", equalTo("steward"))
                .body("tenant", equalTo("other"));

        // a code is good once
        assertThat(given().redirects()
                        .follow(false)
                        .cookie(kept)
                        .get(back.getRawPath() + "?" + back.getRawQuery())
                        .header("Location"))
                .endsWith("/?refused=silent");
    }

    @Test
    void theWayBackFromTheIssuerIsCheckedAndLeadsNowhereElse() {
        assertThat(wayBack("/runs", Map.of("team", "other", "roles", "viewer"), "&state=other"))
                .endsWith("refused=token");
        assertThat(wayBack("/runs", Map.of("team", "other", "roles", "viewer", "nonce", "x"), ""))
                .endsWith("refused=token");
        assertThat(wayBack("/runs", Map.of("team", "other", "roles", "cook"), ""))
                .endsWith("refused=role");
        for (String elsewhere :
                List.of("https://evil.example/", "//evil.example", "/\\evil.example", "/q/metrics", "")) {
            String at = wayBack(elsewhere, Map.of("team", "other", "roles", "viewer"), "");
            assertThat(URI.create(at).getPath()).as(elsewhere).isEqualTo("/");
            assertThat(URI.create(at).getHost()).isEqualTo("localhost");
        }
    }

    /** Where a browser ends that begins with {@code next}, and comes back with an address that was changed. */
    private String wayBack(String next, Map<String, Object> claims, String changed) {
        Response begun =
                given().redirects().follow(false).queryParam("next", next).get("/api/v1/session/issuer");
        URI back = TestIssuer.approve(URI.create(begun.header("Location")), claims);
        String query =
                changed.isEmpty() ? back.getRawQuery() : back.getRawQuery().replaceAll("&state=.*", changed);
        return given().redirects()
                .follow(false)
                .cookie(begun.detailedCookie("murmuration-sign-in"))
                .get(back.getRawPath() + "?" + query)
                .header("Location");
    }

    @Test
    void anotherSitesPageCannotUseASession() {
        Cookie cookie = session(key("default", Role.ANALYST));
        given().cookie(cookie)
                .header("Origin", "https://evil.example")
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/runs/" + ScriptedRuns.RUNNING + "/pause")
                .then()
                .statusCode(403);
        given().cookie(cookie)
                .contentType("text/plain")
                .body("{}")
                .post("/api/v1/runs/" + ScriptedRuns.RUNNING + "/pause")
                .then()
                .statusCode(415);
    }

    @Test
    void whoFailsTooOftenIsToldToWaitAndNobodyElseIs() throws IOException, InterruptedException {
        try (HttpClient neighbor = HttpClient.newBuilder()
                .localAddress(InetAddress.ofLiteral("127.0.0.2"))
                .build()) {
            for (int i = 0; i < Failures.MOST; i++) {
                assertThat(status(neighbor, "murmuration_wrong")).isEqualTo(401);
            }
            assertThat(status(neighbor, "murmuration_wrong")).isEqualTo(429);
            assertThat(status(neighbor, key("default", Role.VIEWER))).isEqualTo(200);
        }
        with("murmuration_wrong").get("/api/v1/runs").then().statusCode(401);
    }

    private static int status(HttpClient http, String key) throws IOException, InterruptedException {
        URI runs = URI.create("http://localhost:" + RestAssured.port + "/api/v1/runs");
        HttpRequest request = HttpRequest.newBuilder(runs)
                .header("Authorization", "Bearer " + key)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static Response call(Operation operation, RequestSpecification as) {
        String key = operation.hasId() || operation.path().endsWith("/session") ? key("default", Role.VIEWER) : "_";
        RequestSpecification request =
                as.contentType(ContentType.JSON).redirects().follow(false);
        operation.body(key).ifPresent(request::body);
        return request.request(operation.method(), operation.address(id(key)));
    }

    static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static String key(String tenant, Role role) {
        return made(tenant, "{\"name\": \"a test\", \"role\": \"" + role.word() + "\"}");
    }

    private static String made(String tenant, String body) {
        return with(SignInRequired.OPERATOR)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/keys?tenant=" + tenant)
                .then()
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .extract()
                .path("key");
    }

    private static Cookie session(String key) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("key", key))
                .post("/api/v1/session")
                .then()
                .statusCode(204)
                .extract()
                .detailedCookie(SessionResource.COOKIE);
    }

    private static String id(String key) {
        return key.split("_", -1)[1];
    }

    private static String secret(String key) {
        return key.split("_")[2];
    }
}
