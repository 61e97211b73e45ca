package murmuration.gateway.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.access.Https;
import murmuration.runtime.access.Tokens;
import org.jose4j.jwt.JwtClaims;

/**
 * A person signs in at the issuer: the authorization code flow of OpenID Connect Core 1.0 (section 3.1), with PKCE (RFC 7636).
 * What ties the way back to the browser that began it are three random words, which that browser keeps in a cookie.
 */
public final class CodeFlow {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Issuer issuer;
    private final Client client;
    private final Tokens tokens;

    /** What the issuer knows us as; without a secret it is a public client. */
    record Client(String id, Optional<String> secret, String scope) {}

    /**
     * What the browser keeps meanwhile.
     *
     * @param state comes back with the code
     * @param nonce comes back in the token
     * @param verifier fetches the token
     */
    public record Kept(String state, String nonce, String verifier) {
        static Kept random() {
            return new Kept(word(), word(), word());
        }

        private static String word() {
            byte[] bits = new byte[32];
            RANDOM.nextBytes(bits);
            return BASE64.encodeToString(bits);
        }
    }

    /** Where the browser goes now, and what it keeps. */
    public record Begun(URI at, Kept kept) {}

    CodeFlow(Issuer issuer, Client client) {
        this.issuer = issuer;
        this.client = client;
        this.tokens = issuer.tokens(client.id());
    }

    /** Begins; {@code back} is where the issuer sends the browser to. */
    public Begun begin(URI back) {
        Kept kept = Kept.random();
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", client.id());
        asked.put("scope", client.scope());
        asked.put("redirect_uri", back.toString());
        asked.put("state", kept.state());
        asked.put("nonce", kept.nonce());
        asked.put("code_challenge", BASE64.encodeToString(ApiKey.hash(kept.verifier())));
        asked.put("code_challenge_method", "S256");
        try {
            String at = issuer.address("authorization_endpoint").toString();
            return new Begun(URI.create(at + (at.contains("?") ? "&" : "?") + form(asked)), kept);
        } catch (IOException e) {
            throw silent(e);
        }
    }

    /** Ends it with what came back: who has signed in. AUTHENTICATION where the way back is not that of this browser. */
    public Principal end(String code, String state, Kept kept, URI back) {
        if (!same(state, kept.state())) {
            throw refused("the sign-in was begun elsewhere");
        }
        JwtClaims told = tokens.claims(idToken(code, kept, back));
        if (!same(String.valueOf(told.getClaimValue("nonce")), kept.nonce())) {
            throw refused("the token belongs to another sign-in");
        }
        return issuer.principal(told);
    }

    private String idToken(String code, Kept kept, URI back) {
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("grant_type", "authorization_code");
        sent.put("code", code);
        sent.put("redirect_uri", back.toString());
        sent.put("code_verifier", kept.verifier());
        if (client.secret().isEmpty()) {
            sent.put("client_id", client.id());
        }
        try {
            JsonNode answer = issuer.ask(request(issuer.address("token_endpoint"), form(sent)));
            return answer.path("id_token").asText();
        } catch (IOException e) {
            throw silent(e);
        }
    }

    private HttpRequest request(URI at, String form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at)
                .timeout(Https.PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(form));
        client.secret().ifPresent(secret -> request.header("Authorization", "Basic " + basic(secret)));
        return request.build();
    }

    private String basic(String secret) {
        String pair = encoded(client.id()) + ":" + encoded(secret);
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static MurmurationException refused(String why) {
        return new MurmurationException(ErrorCode.AUTHENTICATION, why);
    }

    private static MurmurationException silent(IOException e) {
        return new MurmurationException(ErrorCode.UNAVAILABLE, "the issuer of sign-in does not answer as it should", e);
    }
}
