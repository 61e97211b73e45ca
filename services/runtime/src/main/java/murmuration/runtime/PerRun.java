package murmuration.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import murmuration.core.RunKey;

/** Something that each run at work has one of: it is made once, and whoever asks for the run shares it. Thread-safe. */
public final class PerRun<T> {
    /** More runs than a process works at at a time. */
    private static final int KEPT = 32;

    private final Function<Assignment, T> make;
    private final Map<Of, T> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Of, T> eldest) {
            return size() > KEPT;
        }
    };

    /** A run that starts over without what was erased has another vocabulary, and a data set of another digest. */
    private record Of(RunKey run, String datasetDigest) {}

    /** @param make makes a run's */
    public PerRun(Function<Assignment, T> make) {
        this.make = make;
    }

    /** That of this run. */
    public synchronized T of(Assignment run) {
        Of key = new Of(run.run(), run.datasetDigest());
        T known = kept.get(key);
        if (known == null) {
            known = make.apply(run);
            kept.put(key, known);
        }
        return known;
    }
}
