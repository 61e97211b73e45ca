package murmuration.gateway.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import murmuration.runtime.access.Https;
import murmuration.runtime.access.SigningKeys;
import murmuration.runtime.access.Tokens;
import org.jose4j.jwt.JwtClaims;
import org.jspecify.annotations.Nullable;

/**
 * An issuer of OpenID Connect: whom its tokens name, under which role and tenant. Its addresses and keys are those that it
 * publishes itself (OpenID Connect Discovery 1.0), read when the first token comes and again when it signs with a new key.
 */
public final class Issuer {
    /** As long as a record of what somebody did may say. */
    private static final int LONGEST_NAME = 200;

    private final String name;
    private final Claims claims;
    private final Https https;
    private final SigningKeys keys;

    /**
     * Where a token says what.
     *
     * @param role a claim, or a path of them by dots; its value is one or several texts
     * @param roles which of those texts stand for a role
     * @param tenant absent: all are of the tenant "default"
     */
    record Claims(String name, String role, Map<Role, List<String>> roles, Optional<String> tenant) {
        Claims {
            roles = Map.copyOf(roles);
        }
    }

    /**
     * @param name its address, as it stands in tokens
     * @param nanos a clock like {@link System#nanoTime}
     */
    Issuer(String name, Claims claims, Https https, LongSupplier nanos) {
        this.name = name;
        this.claims = claims;
        this.https = https;
        this.keys = SigningKeys.later(this::keySet, nanos);
        URI address = URI.create(name);
        boolean here = Stream.of("localhost", "127.0.0.1").anyMatch(host -> host.equals(address.getHost()));
        if (!"https".equals(address.getScheme()) && !here) {
            throw new MurmurationException(
                    ErrorCode.INVALID_INPUT, "murmuration.gateway.sign-in.oidc.issuer is an https address");
        }
    }

    /** What checks tokens that are meant for this audience. */
    Tokens tokens(String audience) {
        return new Tokens(keys, new Tokens.Rule(name, audience, ""));
    }

    /** Whom claims name that were checked; FORBIDDEN where they give no role or no tenant. */
    Principal principal(JwtClaims told) {
        List<String> values = texts(told, claims.role());
        Role role = Role.GIVEN.stream()
                .filter(each ->
                        claims.roles().getOrDefault(each, List.of()).stream().anyMatch(values::contains))
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> forbidden("the claim " + claims.role() + " of the token stands for no role here"));
        String tenant = claims.tenant()
                .map(claim -> whole(told, claim)
                        .filter(Principal::isTenant)
                        .orElseThrow(() -> forbidden("the claim " + claim + " of the token is no tenant's name")))
                .orElse(Principal.DEFAULT_TENANT);
        String who = whole(told, claims.name())
                .filter(Issuer::isName)
                .orElseThrow(() -> forbidden("the claim " + claims.name() + " of the token is no name of 1 to "
                        + LONGEST_NAME + " characters"));
        return new Principal(tenant, who, role);
    }

    /** An address that it publishes under this name. */
    URI address(String field) throws IOException {
        String base = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        JsonNode told = read(URI.create(base + "/.well-known/openid-configuration"));
        String address = told.path(field).asText();
        if (!told.path("issuer").asText().equals(name) || !address.startsWith("http")) {
            throw new IOException("the issuer calls itself otherwise, or tells no " + field);
        }
        return URI.create(address);
    }

    /** Sends it a request. */
    JsonNode ask(HttpRequest request) throws IOException {
        return Json.mapper().readTree(https.body(request));
    }

    private String keySet() throws IOException {
        return read(address("jwks_uri")).toString();
    }

    private JsonNode read(URI address) throws IOException {
        return ask(HttpRequest.newBuilder(address).timeout(Https.PATIENCE).build());
    }

    /** Who does something is recorded, in one line. */
    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
    }

    /** The text of a claim that is one text, or a list of one. */
    private static Optional<String> whole(JwtClaims told, String claim) {
        @Nullable Object value = value(told, claim);
        return switch (value) {
            case String text -> Optional.of(text);
            case Collection<?> one
            when one.size() == 1 -> one.stream().map(String::valueOf).findFirst();
            case null, default -> Optional.empty();
        };
    }

    /** The texts of a claim: it may be one, several, or several in one, by spaces. */
    private static List<String> texts(JwtClaims told, String claim) {
        @Nullable Object value = value(told, claim);
        return switch (value) {
            case String text ->
                Stream.concat(Stream.of(text), Stream.of(text.split(" ")))
                        .distinct()
                        .toList();
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            case null, default -> List.of();
        };
    }

    private static @Nullable Object value(JwtClaims told, String claim) {
        return told.hasClaim(claim) ? told.getClaimValue(claim) : inside(told, claim);
    }

    private static @Nullable Object inside(JwtClaims told, String path) {
        @Nullable Object value = told.getClaimsMap();
        for (String part : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return value;
    }

    private static MurmurationException forbidden(String why) {
        return new MurmurationException(ErrorCode.FORBIDDEN, why);
    }
}
