package murmuration.models;

/**
 * What one call's way over the network tells beside its answer. Client libraries pass none of it on, so it is left here by
 * the transport, in the thread of the call.
 */
final class Exchange {
    /** The exchange of the call that this thread makes. */
    static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

    private RateLimits limits = RateLimits.UNKNOWN;
    private boolean lost;

    /** What the answer's headers said. */
    RateLimits limits() {
        return limits;
    }

    /** Whether it was sent and no answer came, so that nobody knows whether it is billed. */
    boolean lost() {
        return lost;
    }

    static void heard(RateLimits limits) {
        if (CURRENT.isBound()) {
            CURRENT.get().limits = limits;
        }
    }

    static void nothingHeard() {
        if (CURRENT.isBound()) {
            CURRENT.get().lost = true;
        }
    }
}
