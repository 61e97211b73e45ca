package murmuration.runtime.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's public keys, as they stand where they are published; read again at most every half minute, when a token names
 * one that is not known yet, so that the issuer may change its keys. Thread-safe.
 */
public final class SigningKeys implements VerificationKeyResolver {
    private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

    private final Source source;
    private @Nullable VerificationKeyResolver known;
    private long readAt;

    /** Where a JSON Web Key Set stands. */
    @FunctionalInterface
    public interface Source {
        /** The set as it is now. */
        String read() throws IOException;
    }

    /** Keys that are read when the first token is shown, or {@link #await} asks for them. */
    public SigningKeys(Source source) {
        this.source = source;
    }

    /**
     * Reads the keys, so that a process that cannot know its callers does not start.
     *
     * @param patience how long a source may not answer before this fails
     */
    void await(Duration patience) {
        long began = System.nanoTime();
        while (true) {
            try {
                read();
                return;
            } catch (MurmurationException e) {
                if (System.nanoTime() - began >= patience.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** Keys in a file. */
    public static Source file(Path path) {
        return () -> Files.readString(path);
    }

    @Override
    public synchronized Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting)
            throws UnresolvableKeyException {
        @Nullable VerificationKeyResolver keys = known;
        if (keys != null) {
            try {
                return keys.resolveKey(signature, nesting);
            } catch (UnresolvableKeyException e) {
                if (System.nanoTime() - readAt < RETRY_NANOS) {
                    throw e;
                }
            }
        }
        return read().resolveKey(signature, nesting);
    }

    private synchronized VerificationKeyResolver read() {
        readAt = System.nanoTime();
        try {
            VerificationKeyResolver read =
                    new JwksVerificationKeyResolver(new JsonWebKeySet(source.read()).getJsonWebKeys());
            known = read;
            return read;
        } catch (IOException | JoseException e) {
            throw new MurmurationException(
                    ErrorCode.UNAVAILABLE, "murmuration.sign-in.keys holds no JSON Web Key Set that can be read", e);
        }
    }
}
