package murmuration.models;

/** A provider's interface: sends one call, once. Thread-safe. */
@FunctionalInterface
interface Provider {
    /** What came back; everything else is a failure with one of our codes. */
    Reply send(Call call);
}
