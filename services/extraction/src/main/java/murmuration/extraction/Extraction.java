package murmuration.extraction;

import java.util.function.Consumer;
import murmuration.core.RunSpec;
import murmuration.extraction.imports.Identities;
import murmuration.extraction.imports.Imports;
import murmuration.extraction.imports.Uploads;

/**
 * Everything that extraction can do, as its edge sees it.
 *
 * @param budgets refuses a budget over a model that has no price
 */
record Extraction(
        Uploads uploads,
        Consumer<RunSpec> budgets,
        Identities identities,
        Imports imports,
        Plans plans,
        Batches batches,
        ProviderRounds rounds,
        Seals seals,
        DeletionRows deletions,
        AccountErasureRows accounts) {}
