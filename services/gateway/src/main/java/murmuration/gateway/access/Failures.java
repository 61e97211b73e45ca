package murmuration.gateway.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts sign-ins that fail, for metrics and by address: beyond a number in a minute an address is asked to slow down. A key
 * cannot be guessed; this keeps a program with a wrong one from asking all day. Whoever shows a good key is never refused for
 * what others do at the same address. Thread-safe.
 */
public final class Failures {
    /** In a minute, from one address. */
    public static final int MOST = 20;

    static final String METRIC = "murmuration_gateway_sign_in_failures_total";

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int ADDRESSES = 10_000;

    private final Counter failed;
    private final LongSupplier nanos;
    private final Map<String, Integer> counts = new HashMap<>();
    private long since;

    Failures(MeterRegistry metrics, LongSupplier nanos) {
        // given from the start on, so that the first ones are seen to be more than none
        failed = metrics.counter(METRIC);
        this.nanos = nanos;
        since = nanos.getAsLong();
    }

    /** Counts one; whether the address should slow down. */
    public synchronized boolean tooMany(String address) {
        failed.increment();
        long now = nanos.getAsLong();
        if (now - since > MINUTE || counts.size() >= ADDRESSES) {
            counts.clear();
            since = now;
        }
        int count = counts.merge(address, 1, Integer::sum);
        if (count == MOST + 1) {
            LOG.warn("sign-in failed {} times within a minute from one address", MOST);
        }
        return count > MOST;
    }
}
