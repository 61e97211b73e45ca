package murmuration.models;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import murmuration.core.LanguageModel;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;

/**
 * The models of the runs at work. A run's is made once: whoever asks for the run shares its places at the provider and what was
 * answered and could not be stored. Thread-safe.
 */
public final class RunModels {
    /** More runs than a process works at at a time. */
    private static final int KEPT = 32;

    private final Function<Assignment, LanguageModel> make;
    private final Map<Of, LanguageModel> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Of, LanguageModel> eldest) {
            return size() > KEPT;
        }
    };

    /** A run that starts over without what was erased has another vocabulary, and a data set of another digest. */
    private record Of(RunKey run, String datasetDigest) {}

    /** @param make makes a run's model */
    public RunModels(Function<Assignment, LanguageModel> make) {
        this.make = make;
    }

    /** The model that answers for this run. */
    public synchronized LanguageModel of(Assignment run) {
        Of key = new Of(run.run(), run.datasetDigest());
        LanguageModel model = kept.get(key);
        if (model == null) {
            model = make.apply(run);
            kept.put(key, model);
        }
        return model;
    }
}
