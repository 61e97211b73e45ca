package murmuration.gateway.access;

import java.net.URI;
import java.security.MessageDigest;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Tells who asks from what a request shows: an API key, a session's, an issuer's token, or the operator's key. */
public final class SignIn {
    /** What a request without any of these is told. */
    public static final String HOW = "send Authorization: Bearer <API key>, or sign in on the page";

    private static final String BEARER = "bearer ";
    private static final String KEYS_BEGIN = "murmuration_";
    private static final Principal OPERATOR = new Principal(Principal.DEFAULT_TENANT, "operator", Role.OPERATOR);

    private final boolean required;
    private final Keys keys;
    private final Optional<byte[]> operator;
    private final Elsewhere elsewhere;

    /** Whom a token of an issuer names; AUTHENTICATION where it is not good, FORBIDDEN where it gives no role. */
    @FunctionalInterface
    interface Bearer {
        Principal of(String token);
    }

    /** What an issuer vouches for: programs with its tokens, and people on the page. */
    record Elsewhere(Optional<Bearer> programs, Optional<CodeFlow> people) {}

    /** @param operatorKey the operator's, where there is one */
    SignIn(boolean required, Keys keys, Optional<String> operatorKey, Elsewhere elsewhere) {
        this.required = required;
        this.keys = keys;
        this.operator = operatorKey.map(ApiKey::hash);
        this.elsewhere = elsewhere;
    }

    /** Whether one must sign in at all. */
    public boolean required() {
        return required;
    }

    /** How people sign in at an issuer, where there is one. */
    public Optional<CodeFlow> issuer() {
        return elsewhere.people();
    }

    /**
     * Who shows this header, or else this cookie; empty where there is neither, AUTHENTICATION where what is shown is not good.
     *
     * @param authorization the header of that name
     * @param session what the browser keeps
     */
    public Optional<Principal> who(Optional<String> authorization, Optional<String> session) {
        if (!required) {
            return Optional.of(Principal.LOCAL);
        }
        return authorization
                .map(header -> ofToken(token(header)))
                .or(() -> session.map(key -> known(key, true).holder()));
    }

    /** Begins the session of whoever holds this key; AUTHENTICATION where nobody does, FORBIDDEN for the operator's. */
    public Keys.Begun begin(String shown) {
        if (!required) {
            throw new MurmurationException(
                    ErrorCode.CONFLICT, "there is no sign-in here: this machine may do everything");
        }
        if (isOperator(shown)) {
            throw new MurmurationException(
                    ErrorCode.FORBIDDEN,
                    "the operator's key only makes keys: murmuration keys create; sign in with one");
        }
        Keys.Known known = known(shown, false);
        return keys.begin(known.holder(), ApiKey.of(shown), known.expires());
    }

    /** Begins the session of somebody who comes back from the issuer. */
    public Keys.Begun begin(String code, String state, CodeFlow.Kept kept, URI back) {
        Principal who = elsewhere.people().orElseThrow().end(code, state, kept, back);
        return keys.begin(who, Optional.empty(), Optional.empty());
    }

    /** Ends a session, if it is one. */
    public void end(String shown) {
        ApiKey.of(shown)
                .ifPresent(key -> keys.find(key)
                        .filter(Keys.Known::isSession)
                        .ifPresent(known -> keys.revoke(
                                known.holder().tenant(),
                                key.id(),
                                known.holder().name())));
    }

    private static String token(String header) {
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw refused("Authorization is of another kind; " + HOW);
        }
        return header.substring(BEARER.length()).strip();
    }

    private Principal ofToken(String token) {
        if (isOperator(token)) {
            return OPERATOR;
        }
        return elsewhere
                .programs()
                .filter(issuer -> !token.startsWith(KEYS_BEGIN))
                .map(issuer -> issuer.of(token))
                .orElseGet(() -> known(token, false).holder());
    }

    /** A session's key is taken from its cookie only, and no other from there. */
    private Keys.Known known(String shown, boolean session) {
        return ApiKey.of(shown)
                .flatMap(keys::find)
                .filter(known -> known.isSession() == session)
                .orElseThrow(() -> refused(
                        session
                                ? "the session is over; sign in again"
                                : "the API key is not good: it is unknown, revoked or expired"));
    }

    private boolean isOperator(String shown) {
        return operator.filter(hash -> MessageDigest.isEqual(hash, ApiKey.hash(shown)))
                .isPresent();
    }

    private static MurmurationException refused(String why) {
        return new MurmurationException(ErrorCode.AUTHENTICATION, why);
    }
}
