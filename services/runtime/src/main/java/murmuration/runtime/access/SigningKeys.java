package murmuration.runtime.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The issuer's public keys, as they stand where they are published; read again at most every half minute, when a token names
 * one that is not known yet, so that the issuer may change its keys. Thread-safe.
 */
public final class SigningKeys implements VerificationKeyResolver {
    private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();

    private final Source source;
    private VerificationKeyResolver known;
    private long readAt;

    /** Where a JSON Web Key Set stands. */
    @FunctionalInterface
    public interface Source {
        /** The set as it is now. */
        String read() throws IOException;
    }

    /** Reads the keys at once, so that a process that cannot know its callers does not start. */
    public SigningKeys(Source source) {
        this.source = source;
        known = read();
    }

    /** Keys in a file. */
    public static Source file(Path path) {
        return () -> Files.readString(path);
    }

    @Override
    public synchronized Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting)
            throws UnresolvableKeyException {
        try {
            return known.resolveKey(signature, nesting);
        } catch (UnresolvableKeyException e) {
            if (System.nanoTime() - readAt < RETRY_NANOS) {
                throw e;
            }
            known = read();
            return known.resolveKey(signature, nesting);
        }
    }

    private VerificationKeyResolver read() {
        readAt = System.nanoTime();
        try {
            return new JwksVerificationKeyResolver(new JsonWebKeySet(source.read()).getJsonWebKeys());
        } catch (IOException | JoseException e) {
            throw new MurmurationException(
                    ErrorCode.UNAVAILABLE, "murmuration.sign-in.keys holds no JSON Web Key Set that can be read", e);
        }
    }
}
