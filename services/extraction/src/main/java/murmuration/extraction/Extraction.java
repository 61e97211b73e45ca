package murmuration.extraction;

import murmuration.extraction.imports.Identities;
import murmuration.extraction.imports.Imports;
import murmuration.extraction.imports.Uploads;

/** Everything that extraction can do, as its edge sees it. */
record Extraction(
        Uploads uploads,
        Identities identities,
        Imports imports,
        Plans plans,
        Batches batches,
        Seals seals,
        DeletionRows deletions) {}
