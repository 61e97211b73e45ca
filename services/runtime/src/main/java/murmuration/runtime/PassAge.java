package murmuration.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;

/** How long ago a pass over what is to be done last succeeded; before the first one, how long it is waited for. Thread-safe. */
public final class PassAge {
    private static final double SECOND = 1e9;

    private final LongSupplier nanos;
    private volatile long last;

    /** @param nanos the time in nanoseconds from any moment on */
    public PassAge(LongSupplier nanos) {
        this.nanos = nanos;
        last = nanos.getAsLong();
    }

    /** A pass has succeeded. */
    public void passed() {
        last = nanos.getAsLong();
    }

    /** Shows it from now on, in seconds. */
    public void shownIn(MeterRegistry registry, String name, String description) {
        Gauge.builder(name, this::seconds).description(description).register(registry);
    }

    private double seconds() {
        return (nanos.getAsLong() - last) / SECOND;
    }
}
