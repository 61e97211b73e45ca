package murmuration.models;

/**
 * What one call's way over the network tells beside its answer. Client libraries pass none of it on, so it is left here by
 * the transport, in the thread of the call.
 */
final class Exchange {
    /** The exchange of the call that this thread makes. */
    static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

    private RateLimits limits = RateLimits.UNKNOWN;
    private boolean answered;
    private boolean lost;

    /** What the answer's headers said. */
    RateLimits limits() {
        return limits;
    }

    /** Whether the provider has done what it was asked for. */
    boolean answered() {
        return answered;
    }

    /** Whether it was sent and no answer came, so that nobody knows whether it is billed. */
    boolean lost() {
        return lost;
    }

    /** @param answered not with a failure */
    static void heard(RateLimits limits, boolean answered) {
        if (CURRENT.isBound()) {
            CURRENT.get().limits = limits;
            CURRENT.get().answered = answered;
        }
    }

    static void nothingHeard() {
        if (CURRENT.isBound()) {
            CURRENT.get().lost = true;
        }
    }
}
