package murmuration.gateway.access;

import com.fasterxml.jackson.core.type.TypeReference;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.runtime.Json;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * An issuer of OpenID Connect on this machine: what it publishes, its keys, and a token for each code that it gave, once, and
 * only to who shows the secret, the address and the verifier that go with it.
 */
public final class TestIssuer implements AutoCloseable {
    public static final String CLIENT = "murmuration-page";
    public static final String SECRET = "a secret: of 100%";

    private static final TypeReference<Map<String, Object>> CLAIMS = new TypeReference<>() {};

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private EllipticCurveJsonWebKey key = newKey();

    public TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/.well-known/openid-configuration",
                exchange -> answer(
                        exchange,
                        200,
                        Json.write(Map.of(
                                "issuer", address(),
                                "jwks_uri", address() + "/keys",
                                "authorization_endpoint", address() + "/authorize",
                                "token_endpoint", address() + "/token"))));
        server.createContext("/keys", exchange -> answer(exchange, 200, keys()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/mint", this::mint);
        server.start();
    }

    public String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Signs with another key from now on; the old one is not published any more. */
    public void rotate() {
        key = newKey();
    }

    /** As a person would who says yes to a request of sign-in; answers where the browser is sent back to. */
    public static URI approve(URI request, Map<String, Object> claims) {
        String at = request + "&claims=" + URLEncoder.encode(Json.write(claims), StandardCharsets.UTF_8);
        return URI.create(send(HttpRequest.newBuilder(URI.create(at)).build())
                .headers()
                .firstValue("Location")
                .orElseThrow());
    }

    /** A token of the issuer at this address, for this audience. */
    public static String mint(String issuer, String audience, Map<String, Object> claims) {
        return send(HttpRequest.newBuilder(URI.create(issuer + "/mint?audience=" + audience))
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(claims)))
                        .build())
                .body();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .set("Location", asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void mint(HttpExchange exchange) throws IOException {
        String audience = form(exchange.getRequestURI().getRawQuery()).getOrDefault("audience", "");
        String claims = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answer(exchange, 200, token(audience, Json.read(claims, CLAIMS)));
    }

    /** A token for this audience, for ten minutes. */
    public String token(String audience, Map<String, Object> claims) {
        JwtClaims told = new JwtClaims();
        told.setIssuer(address());
        told.setAudience(audience);
        told.setSubject("somebody");
        told.setExpirationTimeMinutesInTheFuture(10);
        claims.forEach(told::setClaim);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(told.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> sent = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String code = sent.getOrDefault("code", "");
        Map<String, String> asked = codes.remove(code);
        String client = URLDecoder.decode(
                new String(
                        Base64.getDecoder()
                                .decode(exchange.getRequestHeaders()
                                        .getFirst("Authorization")
                                        .substring("Basic ".length())),
                        StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);
        if (asked == null
                || !client.equals(CLIENT + ":" + SECRET)
                || !Objects.equals(sent.get("redirect_uri"), asked.get("redirect_uri"))
                || !challenge(sent.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"))) {
            answer(exchange, 400, Json.write(Map.of("error", "invalid_grant")));
            return;
        }
        Map<String, Object> claims = new HashMap<>(Json.read(asked.getOrDefault("claims", "{}"), CLAIMS));
        claims.putIfAbsent("nonce", asked.getOrDefault("nonce", ""));
        answer(
                exchange,
                200,
                Json.write(Map.of("token_type", "Bearer", "access_token", "x", "id_token", token(CLIENT, claims))));
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(ApiKey.hash(verifier));
    }

    private String keys() {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    private static Map<String, String> form(String query) {
        return Stream.of(query.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static EllipticCurveJsonWebKey newKey() {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(UUID.randomUUID().toString());
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
