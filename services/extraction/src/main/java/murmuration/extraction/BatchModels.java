package murmuration.extraction;

import murmuration.core.LanguageModel;
import murmuration.models.ProviderBatches;
import murmuration.runtime.Assignment;

/** What the provider of a run's model has of batches. */
interface BatchModels {
    /** The run's batches. */
    ProviderBatches batches(Assignment run);

    /** A model that knows what was answered before, and nothing else: that is NOT_FOUND. */
    LanguageModel recalled(Assignment run);
}
