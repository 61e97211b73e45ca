package murmuration.gateway;

import static io.restassured.RestAssured.given;
import static murmuration.gateway.AccessIT.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import murmuration.gateway.access.Keycloak;
import murmuration.gateway.access.Role;
import murmuration.runtime.Json;
import murmuration.runtime.NamedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * Sign-in at a real issuer: a Keycloak with the people and clients of {@code keycloak-realm.json}, at the address that
 * {@code OIDC_ISSUER} names.
 */
@QuarkusTest
@QuarkusTestResource(PublishedSchema.class)
@TestProfile(SignInAtKeycloak.class)
@EnabledIf("isNamed")
@Timeout(300)
class KeycloakIT {
    private static final Map<String, Role> PEOPLE = Map.of(
            "vera", Role.VIEWER, "anna", Role.ANALYST, "stan", Role.STEWARD, "ada", Role.ADMIN, "sam", Role.SAFETY);

    static boolean isNamed() {
        return NamedServer.isNamed("sign-in at a real issuer", Keycloak.VARIABLE);
    }

    @Test
    void eachPersonReachesExactlyWhatTheirRoleMay() {
        assertThat(PEOPLE.values()).containsExactlyInAnyOrderElementsOf(Role.GIVEN);
        PEOPLE.forEach((person, role) -> {
            String token = token(person);
            isSignedIn(token, person, "default", role);
            AccessIT.reachesExactlyWhatTheDocumentSays(role, token);
        });
    }

    @Test
    void aProgramHasTheRoleOfItsServiceAccount() {
        String token = Keycloak.ownToken(Keycloak.JOB);
        isSignedIn(token, "service-account-" + Keycloak.JOB, "default", Role.ANALYST);
        AccessIT.reachesExactlyWhatTheDocumentSays(Role.ANALYST, token);
    }

    @Test
    void oneTenantFindsNothingOfTheOther() {
        String olga = token("olga");
        isSignedIn(olga, "olga", "other", Role.ADMIN);
        for (String path : List.of(
                "/api/v1/runs/" + ScriptedRuns.RUNNING,
                "/api/v1/runs/" + PublishedSchema.RUN + "/tree",
                "/api/v1/datasets/" + PublishedSchema.DATASET)) {
            with(token("ada")).get(path).then().statusCode(200);
            with(olga).get(path).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        }
        for (String list : List.of("/api/v1/runs", "/api/v1/datasets")) {
            with(olga).get(list).then().statusCode(200).body("items.size()", equalTo(0));
        }
    }

    @Test
    void whoIsOfTwoTenantsOrHasNoRoleIsRefused() {
        forbidden("bea", "the claim tenant of the token is no tenant's name");
        forbidden("nora", "the claim realm_access.roles of the token stands for no role");
    }

    @Test
    void whatIsNoGoodTokenForTheApiIsRefused() {
        String good = token("vera");
        String signature = good.substring(good.lastIndexOf('.') + 1);
        String changed = (signature.startsWith("A") ? "B" : "A") + signature.substring(1);
        String late = Keycloak.issued(Keycloak.LATE, "vera").access();
        assertThat(Instant.ofEpochSecond(claims(late).path("exp").asLong())).isBefore(Instant.now());
        assertThat(claims(late).path("aud"))
                .containsExactlyInAnyOrderElementsOf(claims(good).path("aud"));
        Keycloak.Issued ofThePage = Keycloak.issued(Keycloak.PAGE, "vera");
        Map<String, String> all = Map.of(
                "for another audience",
                ofThePage.access(),
                "that says who signs in on the page",
                ofThePage.id(),
                "that has ended",
                late,
                "whose signature was changed",
                said(good) + "." + changed,
                "with the signature of another",
                said(token("ada")) + "." + signature);

        with(good).get("/api/v1/runs").then().statusCode(200);
        all.forEach((kind, token) -> {
            Response answer = with(token).get("/api/v1/runs");
            assertThat(answer.statusCode()).as("a token " + kind).isEqualTo(401);
            answer.then().body("code", equalTo("AUTHENTICATION"));
        });
    }

    @Test
    void aPersonSignsInAtTheFormOfTheIssuerAndOutAgain() {
        try (FormBrowser browser = new FormBrowser()) {
            FormBrowser.Page form = browser.open(at("/api/v1/session/issuer?next=/runs"));
            FormBrowser.Page again = browser.send(form, Map.of("username", "stan", "password", "wrong"));
            assertThat(again.at().toString()).startsWith(Keycloak.ISSUER);
            assertThat(session(browser).has("name")).isFalse();
            assertThat(browser.open(at("/api/v1/runs")).status()).isEqualTo(401);

            assertThat(browser.send(again, Keycloak.credentials("stan")).at()).isEqualTo(at("/runs"));
            assertThat(session(browser).path("name").asText()).isEqualTo("stan");
            assertThat(session(browser).path("role").asText()).isEqualTo("steward");
            assertThat(session(browser).path("tenant").asText()).isEqualTo("default");
            assertThat(browser.open(at("/api/v1/runs")).status()).isEqualTo(200);

            given().cookie(SessionResource.COOKIE, browser.cookie(at("/"), SessionResource.COOKIE))
                    .contentType(ContentType.JSON)
                    .delete("/api/v1/session")
                    .then()
                    .statusCode(204);
            assertThat(browser.open(at("/api/v1/runs")).status()).isEqualTo(401);

            // the issuer's own session goes on: it asks for no password
            assertThat(browser.open(at("/api/v1/session/issuer")).at()).isEqualTo(at("/"));
            assertThat(session(browser).path("name").asText()).isEqualTo("stan");
        }
    }

    @Test
    void whoHasNoRoleComesBackFromTheIssuerWithoutASession() {
        try (FormBrowser browser = new FormBrowser()) {
            FormBrowser.Page form = browser.open(at("/api/v1/session/issuer"));
            assertThat(browser.send(form, Keycloak.credentials("nora")).at()).isEqualTo(at("/?refused=role"));
            assertThat(browser.cookie(at("/"), SessionResource.COOKIE)).isEmpty();
        }
    }

    private static String token(String person) {
        return Keycloak.issued(Keycloak.JOB, person).access();
    }

    private static void isSignedIn(String token, String name, String tenant, Role role) {
        with(token)
                .get("/api/v1/session")
                .then()
                .body("name", equalTo(name))
                .body("tenant", equalTo(tenant))
                .body("role", equalTo(role.word()));
    }

    private static void forbidden(String person, String why) {
        with(token(person))
                .get("/api/v1/runs")
                .then()
                .statusCode(403)
                .body("code", equalTo("FORBIDDEN"))
                .body("detail", containsString(why));
    }

    private static JsonNode session(FormBrowser browser) {
        return Json.read(browser.open(at("/api/v1/session")).body(), JsonNode.class);
    }

    private static URI at(String path) {
        return URI.create("http://localhost:" + RestAssured.port + path);
    }

    private static JsonNode claims(String token) {
        byte[] told = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return Json.read(new String(told, StandardCharsets.UTF_8), JsonNode.class);
    }

    private static String said(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }
}
