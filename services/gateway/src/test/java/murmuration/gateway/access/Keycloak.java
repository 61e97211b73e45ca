package murmuration.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import murmuration.runtime.Json;

/**
 * The Keycloak that {@code OIDC_ISSUER} names by its realm's address, with the realm of {@code keycloak-realm.json};
 * {@code .ci/issuer} starts one.
 */
public final class Keycloak {
    public static final String VARIABLE = "OIDC_ISSUER";

    /** As it stands in tokens; nobody's address where the environment names none. */
    public static final String ISSUER = System.getenv().getOrDefault(VARIABLE, "http://localhost/realms/nobody");

    /** The page's client: its ID tokens have role and tenant, and its access tokens are not for the API. */
    public static final String PAGE = "murmuration-page";

    /** A program's client: its access tokens are for the API. */
    public static final String JOB = "murmuration-job";

    /** As a program's, but its tokens have ended a minute before they are given. */
    public static final String LATE = "murmuration-late";

    /** Each client's. */
    public static final String SECRET = "a secret: of 100%";

    private Keycloak() {}

    /** What somebody's sign-in gives: a token for programs, and one that tells the client who it is. */
    public record Issued(String access, String id) {}

    /** What somebody types into the form of sign-in. */
    public static Map<String, String> credentials(String person) {
        return Map.of("username", person, "password", "password of " + person);
    }

    /** What a client gets that was told somebody's password. */
    public static Issued issued(String client, String person) {
        Map<String, String> asked = new HashMap<>(credentials(person));
        asked.putAll(Map.of("grant_type", "password", "client_id", client, "scope", "openid"));
        JsonNode answer = tokens(asked);
        return new Issued(
                answer.path("access_token").asText(), answer.path("id_token").asText());
    }

    /** What a program gets for itself. */
    public static String ownToken(String client) {
        return tokens(Map.of("grant_type", "client_credentials", "client_id", client))
                .path("access_token")
                .asText();
    }

    /** Signs with another key from now on, and publishes the one before still; answers where the new one stands. */
    public static URI newKey() {
        String key = Json.write(Map.of(
                "name", "another",
                "providerId", "rsa-generated",
                "providerType", "org.keycloak.keys.KeyProvider",
                "config", Map.of("priority", List.of("200"))));
        URI all = URI.create(ISSUER.replace("/realms/", "/admin/realms/") + "/components");
        HttpResponse<String> made = send(steering(all)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(key))
                .build());
        return URI.create(made.headers().firstValue("Location").orElseThrow());
    }

    /** Signs with the one before again, and publishes this one no more. */
    public static void delete(URI key) {
        send(steering(key).DELETE().build());
    }

    /** Fields as a form sends them. */
    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static HttpRequest.Builder steering(URI at) {
        return HttpRequest.newBuilder(at).header("Authorization", "Bearer " + ownToken("murmuration-keys"));
    }

    private static JsonNode tokens(Map<String, String> asked) {
        Map<String, String> sent = new HashMap<>(asked);
        sent.put("client_secret", SECRET);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(ISSUER + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(sent)))
                .build());
        return Json.read(answer.body(), JsonNode.class);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
