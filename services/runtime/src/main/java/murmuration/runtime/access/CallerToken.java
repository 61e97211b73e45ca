package murmuration.runtime.access;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** Shows with each call who calls: the token of this process, read again as its file is renewed. Thread-safe. */
public final class CallerToken implements ClientInterceptor {
    private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

    private final Optional<Path> file;
    private volatile @Nullable Read last;

    private record Read(String token, long at) {}

    /** Reads the token from this file; shows none where there is no file. */
    public CallerToken(Optional<Path> file) {
        this.file = file;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                file.ifPresent(path -> headers.put(CallerGuard.AUTHORIZATION, CallerGuard.BEARER + token(path)));
                super.start(listener, headers);
            }
        };
    }

    private String token(Path path) {
        @Nullable Read known = last;
        if (known == null || System.nanoTime() - known.at() > FRESH_NANOS) {
            try {
                known = new Read(Files.readString(path).strip(), System.nanoTime());
            } catch (IOException e) {
                throw new MurmurationException(
                        ErrorCode.UNAVAILABLE, "murmuration.sign-in.token-file cannot be read: " + path, e);
            }
            last = known;
        }
        return known.token();
    }
}
