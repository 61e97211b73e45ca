package murmuration.extraction;

import java.util.Set;
import murmuration.core.LanguageModel;
import murmuration.core.RunSpec;

/** Makes the language model that a run asks. */
@FunctionalInterface
interface Models {
    /** The model of this spec. @param vocabulary the words that enough accounts of the run's frame share */
    LanguageModel of(RunSpec.Model model, Set<String> vocabulary);
}
