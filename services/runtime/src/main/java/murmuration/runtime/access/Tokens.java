package murmuration.runtime.access;

import static org.jose4j.jwa.AlgorithmConstraints.ConstraintType.PERMIT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/** Tells from a signed token (RFC 7519) who calls. Thread-safe. */
public final class Tokens {
    private static final int CLOCKS_DIFFER_SECONDS = 30;

    private final JwtConsumer consumer;
    private final String subjects;

    /**
     * What a token must be.
     *
     * @param subjects what its subject begins with; the rest is the name of the process
     */
    public record Rule(String issuer, String audience, String subjects) {}

    /** Checks signatures with these public keys. */
    public Tokens(VerificationKeyResolver keys, Rule rule) {
        subjects = rule.subjects();
        consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(keys)
                .setJwsAlgorithmConstraints(
                        PERMIT,
                        AlgorithmIdentifiers.RSA_USING_SHA256,
                        AlgorithmIdentifiers.RSA_USING_SHA384,
                        AlgorithmIdentifiers.RSA_USING_SHA512,
                        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                        AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384)
                .setExpectedIssuer(rule.issuer())
                .setExpectedAudience(rule.audience())
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCKS_DIFFER_SECONDS)
                .build();
    }

    /** Who says to have signed the token in a file, which is trusted as the file is: nothing else of it is checked. */
    static String issuer(Path file) {
        try {
            return new JwtConsumerBuilder()
                    .setSkipSignatureVerification()
                    .setSkipAllValidators()
                    .build()
                    .processToClaims(Files.readString(file).strip())
                    .getIssuer();
        } catch (IOException | InvalidJwtException | MalformedClaimException e) {
            // the cause quotes the token
            throw new MurmurationException(
                    ErrorCode.UNAVAILABLE,
                    "murmuration.sign-in.token-file holds no token that can be read: " + file + " ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    /** The name of the process that a token was signed for; {@link ErrorCode#AUTHENTICATION} where it shows none. */
    public String caller(String token) {
        String subject = String.valueOf(claims(token).getClaimValue("sub"));
        if (!subject.startsWith(subjects)) {
            throw refused();
        }
        return subject.substring(subjects.length());
    }

    /** What a token says, once it is known to be the issuer's and meant for us; {@link ErrorCode#AUTHENTICATION} where it is not. */
    public JwtClaims claims(String token) {
        try {
            return consumer.processToClaims(token);
        } catch (InvalidJwtException e) {
            if (e.getCause() instanceof MurmurationException keysUnread) {
                throw keysUnread;
            }
            // it quotes the token
            throw refused();
        }
    }

    private static MurmurationException refused() {
        return new MurmurationException(ErrorCode.AUTHENTICATION, "the token is not one of this installation's");
    }
}
