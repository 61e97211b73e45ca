package murmuration.runtime.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's public keys, as they stand where they are published; read again when a token names one that is not known yet, at
 * most every half minute, so that the issuer may change its keys, and when they were read ten minutes ago, so that one that it
 * has withdrawn counts no longer than that. While it does not answer, those that are known count. Thread-safe.
 */
public final class SigningKeys implements VerificationKeyResolver {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private static final long RETRY_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long OLD_NANOS = Duration.ofMinutes(10).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

    private final Source source;
    private final LongSupplier nanos;
    private final String unreadable;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Known known;
    private @Nullable MurmurationException unread;
    private long triedAt;

    /** @param readAt by the clock, when they stood where they are published */
    private record Known(VerificationKeyResolver keys, long readAt) {}

    /** Where a JSON Web Key Set stands. */
    @FunctionalInterface
    public interface Source {
        /** The set as it is now. */
        String read() throws IOException;
    }

    /** Keys that are read when the first token is shown, or {@link #await} asks for them. */
    public SigningKeys(Source source) {
        this(source, System::nanoTime, "murmuration.sign-in.keys holds no JSON Web Key Set that can be read");
    }

    private SigningKeys(Source source, LongSupplier nanos, String unreadable) {
        this.source = source;
        this.nanos = nanos;
        this.unreadable = unreadable;
        long now = nanos.getAsLong();
        known = new Known(new JwksVerificationKeyResolver(List.of()), now);
        triedAt = now - RETRY_NANOS;
    }

    /**
     * Reads the keys when the first token comes: whoever shows none is let in also while the issuer does not answer.
     *
     * @param nanos a clock like {@link System#nanoTime}
     */
    public static SigningKeys later(Source source, LongSupplier nanos) {
        return new SigningKeys(source, nanos, "the keys of the issuer of sign-in cannot be read");
    }

    /**
     * Reads the keys, so that a process that cannot know its callers does not start.
     *
     * @param patience how long a source may not answer before this fails
     */
    void await(Duration patience) {
        long began = nanos.getAsLong();
        while (true) {
            try {
                read();
                return;
            } catch (MurmurationException e) {
                if (nanos.getAsLong() - began >= patience.toNanos()) {
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

    /**
     * A key that is known is found without waiting for whoever reads, but for the one who finds that all are old; one that is not,
     * while none could be read, is UNAVAILABLE.
     */
    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        readWhereOld();
        try {
            return known.keys().resolveKey(signature, nesting);
        } catch (UnresolvableKeyException e) {
            readWhereDue();
            return known.keys().resolveKey(signature, nesting);
        }
    }

    private void readWhereOld() {
        if (nanos.getAsLong() - known.readAt() < OLD_NANOS || !reading.tryLock()) {
            return;
        }
        try {
            if (isDue()) {
                read();
            }
        } catch (MurmurationException e) {
            LOG.warn("keys of sign-in are old and cannot be read; those that are known count on: {}", e.getMessage());
        } finally {
            reading.unlock();
        }
    }

    private void readWhereDue() {
        reading.lock();
        try {
            if (isDue()) {
                read();
            } else if (unread != null) {
                throw unread;
            }
        } finally {
            reading.unlock();
        }
    }

    private boolean isDue() {
        return nanos.getAsLong() - triedAt >= RETRY_NANOS;
    }

    private void read() {
        reading.lock();
        try {
            triedAt = nanos.getAsLong();
            known = new Known(
                    new JwksVerificationKeyResolver(new JsonWebKeySet(source.read()).getJsonWebKeys()),
                    nanos.getAsLong());
            unread = null;
        } catch (IOException | JoseException e) {
            unread = new MurmurationException(ErrorCode.UNAVAILABLE, unreadable, e);
            throw unread;
        } finally {
            reading.unlock();
        }
    }
}
