package murmuration.privacy;

import murmuration.core.LanguageModel;
import murmuration.runtime.Assignment;

/** Finds the model that audits a run. */
@FunctionalInterface
interface Models {
    /** The model that the run's spec names. */
    LanguageModel of(Assignment run);
}
