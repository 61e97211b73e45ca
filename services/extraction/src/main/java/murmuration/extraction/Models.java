package murmuration.extraction;

import java.util.Set;
import murmuration.core.LanguageModel;
import murmuration.runtime.Assignment;

/** Makes the language model that a run asks. */
@FunctionalInterface
interface Models {
    /** The model of this run. @param vocabulary the words that enough accounts of its frame share */
    LanguageModel of(Assignment run, Set<String> vocabulary);
}
