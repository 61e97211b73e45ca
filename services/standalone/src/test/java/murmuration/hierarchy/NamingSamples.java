package murmuration.hierarchy;

import java.util.List;
import murmuration.core.RunKey;
import murmuration.core.Summary;
import murmuration.core.VectorStore;
import murmuration.runtime.Database;
import murmuration.runtime.Parallel;

/** What the naming model is shown of base clusters, by the product's own draw. */
public final class NamingSamples {
    private static final String FACET = "request";
    private static final long SEED = 7;

    private NamingSamples() {}

    /** For each of the clusters 0 to k - 1 its summaries. @param size of a sample */
    public static List<List<Summary>> of(Database database, RunKey run, VectorStore store, int k, int size) {
        List<Integer> all = java.util.stream.IntStream.range(0, k).boxed().toList();
        try (Parallel parallel = new Parallel(2, () -> {})) {
            Samples samples = new Samples(
                    new Samples.Source(
                            new SummaryRows(database, run, FACET),
                            new SampleVectors(store, murmuration.runtime.VectorCollections.ofRun(run, FACET)),
                            parallel),
                    all,
                    SEED,
                    size);
            return samples
                    .of(all.stream()
                            .map(each -> new Samples.Subject("name/0/" + each, List.of(each), List.of()))
                            .toList())
                    .stream()
                    .map(Sample::inside)
                    .toList();
        }
    }
}
