package murmuration.models;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A provider that is asked with the key that holds now: a mounted one may be replaced while a run is at work, or paused for want
 * of a good one. Thread-safe.
 */
final class CurrentKey implements Provider {
    private final Supplier<Endpoint> endpoint;
    private final Function<Endpoint, Provider> make;
    private volatile Adapter adapter;

    private record Adapter(Endpoint endpoint, Provider provider) {}

    /**
     * @param endpoint reads the key
     * @param make makes what asks there; again only where the key is another
     */
    CurrentKey(Supplier<Endpoint> endpoint, Function<Endpoint, Provider> make) {
        this.endpoint = endpoint;
        this.make = make;
        Endpoint first = endpoint.get();
        adapter = new Adapter(first, make.apply(first));
    }

    @Override
    public Reply send(Call call) {
        return current().provider().send(call);
    }

    private Adapter current() {
        Endpoint now = endpoint.get();
        Adapter known = adapter;
        if (known.endpoint().equals(now)) {
            return known;
        }
        Adapter anew = new Adapter(now, make.apply(now));
        adapter = anew;
        return anew;
    }
}
