package murmuration.workflows.runs;

import java.util.List;
import murmuration.core.Facets;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;

/** Complete specs for tests. */
public final class Specs {
    private Specs() {}

    /** What a test varies. */
    public record Varied(RunSpec.Accounts accounts, RunSpec.Small small, RunSpec.Approval approval, long seed) {
        /** The defaults. */
        public static final Varied PLAIN =
                new Varied(RunSpec.Accounts.REQUIRED, RunSpec.Small.WITHHOLD, RunSpec.Approval.NONE, 7);

        /** Waits for a person's yes. */
        public Varied approved() {
            return new Varied(accounts, small, RunSpec.Approval.REQUIRED, seed);
        }

        /** Gives conversations of small clusters to others. */
        public Varied reassigning() {
            return new Varied(accounts, RunSpec.Small.REASSIGN, approval, seed);
        }

        /** Draws otherwise. */
        public Varied seeded(long other) {
            return new Varied(accounts, small, approval, other);
        }
    }

    /** A plain spec over a data set. */
    public static RunSpec of(String dataset) {
        return of(dataset, Varied.PLAIN);
    }

    /** One that asks through its provider's batches. */
    public static RunSpec batched(String dataset) {
        return of(dataset).with(new RunSpec.Beside("test", null, null, true));
    }

    /** A varied spec over a data set. */
    public static RunSpec of(String dataset, Varied varied) {
        return new RunSpec(
                dataset,
                new RunSpec.Sampling(RunSpec.Strategy.CONVERSATIONS, null, 20, null, null),
                List.of(Facets.REQUEST),
                null,
                varied.accounts(),
                new RunSpec.Cluster("request", null),
                new RunSpec.Hierarchy(null),
                new RunSpec.MinimumsSpec(RunSpec.Profile.SMALL, new Minimums(5, 5), varied.small()),
                new RunSpec.Privacy(3, varied.approval()),
                RunSpec.Model.OFFLINE,
                new RunSpec.Embedding("onnx", "all-MiniLM-L6-v2"),
                varied.seed(),
                new RunSpec.Beside("test", null, null));
    }
}
