package murmuration.models;

import java.util.function.Function;
import murmuration.core.LanguageModel;
import murmuration.runtime.Assignment;
import murmuration.runtime.PerRun;

/**
 * The models of the runs at work: whoever asks for a run shares its places at the provider and what was answered and could not
 * be stored. Thread-safe.
 */
public final class RunModels {
    private final PerRun<LanguageModel> models;

    /** @param make makes a run's model */
    public RunModels(Function<Assignment, LanguageModel> make) {
        models = new PerRun<>(make);
    }

    /** The model that answers for this run. */
    public LanguageModel of(Assignment run) {
        return models.of(run);
    }
}
