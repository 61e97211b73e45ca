package murmuration.models;

import java.util.Set;

/**
 * What one call's way over the network tells beside its answer. Client libraries pass none of it on, so it is left here by
 * the transport, in the thread of the call.
 */
final class Exchange {
    /** The exchange of the call that this thread makes. */
    static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

    private final long since;
    private RateLimits limits = RateLimits.UNKNOWN;
    private boolean answered;
    private long nanos;
    private boolean lost;
    private Set<Refusals.Setting> refused = Set.of();

    /** Of a call that waits for no place. */
    Exchange() {
        this(0);
    }

    /** @param since when its turn came, by the caller's clock of nanoseconds */
    Exchange(long since) {
        this.since = since;
    }

    /** When its turn came. */
    long since() {
        return since;
    }

    /** What the answer's headers said. */
    RateLimits limits() {
        return limits;
    }

    /** How long the provider took. */
    long nanos() {
        return nanos;
    }

    /** Whether the provider has done what it was asked for. */
    boolean answered() {
        return answered;
    }

    /** Whether it was sent and no answer came, so that nobody knows whether it is billed. */
    boolean lost() {
        return lost;
    }

    /** What this thread's last answer named as what the model does not want to be told, in their order; once. */
    static Set<Refusals.Setting> takeRefused() {
        if (!CURRENT.isBound()) {
            return Set.of();
        }
        Set<Refusals.Setting> named = CURRENT.get().refused;
        CURRENT.get().refused = Set.of();
        return named;
    }

    /** An answer came that is none of a failure. */
    static void answered(RateLimits limits) {
        heard(limits, Set.of());
        if (CURRENT.isBound()) {
            CURRENT.get().answered = true;
        }
    }

    /** An answer came. @param refused what the model seems not to want to be told */
    static void heard(RateLimits limits, Set<Refusals.Setting> refused) {
        if (CURRENT.isBound()) {
            CURRENT.get().limits = limits;
            CURRENT.get().refused = refused;
        }
    }

    static void took(long nanos) {
        if (CURRENT.isBound()) {
            CURRENT.get().nanos = nanos;
        }
    }

    /** Whether this thread's call was sent and no answer came. */
    static boolean unheard() {
        return CURRENT.isBound() && CURRENT.get().lost;
    }

    /** Whether this thread's call was answered. */
    static boolean wasAnswered() {
        return CURRENT.isBound() && CURRENT.get().answered;
    }

    static void nothingHeard() {
        if (CURRENT.isBound()) {
            CURRENT.get().lost = true;
        }
    }
}
