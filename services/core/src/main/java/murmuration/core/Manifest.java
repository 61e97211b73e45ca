package murmuration.core;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a published run came from and what it gave. As a document it is JSON in the form of RFC 8785, so that it has one SHA-256;
 * its JSON Schema is generated from this record. It holds no exact count of conversations but what is published.
 */
public record Manifest(
        @Meaning("Which form of manifest this is: " + SCHEMA + ".")
        String schema,

        @Meaning("The run's id.") String run,

        @Meaning("SHA-256 of what is published: of equal results, equal.")
        String resultDigest,

        @Meaning("SHA-256 of the data set's shards, whose accounts and ids are pseudonyms.")
        String datasetDigest,

        @Meaning("SHA-256 of the spec but for what stands beside it.")
        String specDigest,

        @Meaning("The complete spec: what was asked for, and every default.")
        RunSpec spec,

        @Meaning("What every draw derives from.") long seed,

        @Meaning("The code that published the run.") Build code,

        @Meaning("The language model, as its provider calls it.")
        String model,

        @Meaning("How models were asked: purpose to model, version of the prompt, temperature.")
        SortedMap<Purpose, String> prompts,

        @Meaning("The embedding model.") Embedder.Model embedding,

        @Meaning("Id of the deployment's key, which stage digests are made with; never the key.")
        String deploymentKey,

        @Meaning("Below these a cluster or a cell was withheld.")
        Minimums minimums,

        @Meaning("A text was shown from this rating on, of 1 to 5.")
        int threshold,

        @Meaning("Accounts below which nothing is ever shown.")
        int floor,

        @Meaning("Numbers of conversations are shown as multiples of this.")
        int rounding,

        @Meaning("What came of comparing this release with earlier ones.")
        Compared compared,

        @Meaning("What each stage computed, levels of a stage by themselves (REVIEW.1).")
        SortedMap<String, StageRecord> stages,

        @Meaning("Where every conversation ended, as it is published.")
        Coverage coverage,

        @Meaning("How well base clusters agree with topics that were known.")
        List<Evaluation> evaluation,

        @Meaning("What asking models has cost, rounded; stored answers cost nothing.")
        List<Cost> cost,

        @Meaning("The prices that the cost comes from; absent where nobody is asked over the network.") @Nullable
        Prices prices,

        @Meaning("Who said yes to publishing; empty where the spec asks for nobody's yes.")
        List<Approval> approvals,

        @Meaning("When the run began, RFC 3339.") String startedAt) {
    /** The form that this code writes. */
    public static final String SCHEMA = "urn:murmuration:manifest:4";

    public Manifest {
        prompts = Collections.unmodifiableSortedMap(new TreeMap<>(prompts));
        stages = Collections.unmodifiableSortedMap(new TreeMap<>(stages));
        evaluation = List.copyOf(evaluation);
        cost = List.copyOf(cost);
        approvals = List.copyOf(approvals);
    }

    /** What came of comparing the release with earlier ones. */
    public record Compared(
            @Meaning("Whether its numbers carry noise, because of so few people beside what an earlier release counts.")
            boolean near) {}

    /** A stage's digest and what it tells of itself. */
    public record StageRecord(
            @Meaning(
                    "HMAC-SHA-256 of what the stage computed, under the deployment's key: what it computed could be guessed,"
                            + " and a guess be tried.")
            String digest,

            StageReport report) {}

    /**
     * Where every conversation ended, rounded; one part stands for all ends that would tell too much by themselves.
     *
     * @param rounding how coarse the numbers are
     */
    public record Coverage(long conversations, long rounding, List<Part> parts) {
        public Coverage {
            parts = List.copyOf(parts);
        }

        /**
         * A part as it is shown.
         *
         * @param includes the ends that it stands for, whether or not anything ended there
         * @param rounding how coarse its count is
         */
        public record Part(String part, List<String> includes, long conversations, double share, long rounding) {
            public Part {
                includes = List.copyOf(includes);
            }
        }
    }

    /** How well base clusters agree with topics that are known beforehand: numbers over the whole run, none over a group. */
    public record Evaluation(
            @Meaning("The facet that holds the known topics.")
            String facet,

            @Meaning("Known topics that meet the minimums by themselves.")
            int known,

            @Meaning("How many of them hold more than half of a published base cluster.")
            int found,

            @Meaning("Normalized mutual information, arithmetic mean (Strehl and Ghosh, 2002).")
            double nmi,

            @Meaning("Adjusted Rand index (Hubert and Arabie, 1985).")
            double ari,

            @Meaning("Share of conversations whose topic is their cluster's largest.")
            double purity) {}

    /** What asking one model for one purpose has cost. */
    public record Cost(
            @Meaning("The stage that the purpose belongs to.")
            Stage stage,

            Purpose purpose,
            String model,

            @Meaning("Calls that came to an end of their own; about conversations to two digits, in a replay exactly.")
            long calls,

            @Meaning("To the nearest thousand.") long inputTokens,

            @Meaning("To the nearest thousand.") long outputTokens,

            @Meaning("US dollars; absent where the model has no price.") @Nullable
            Double usd) {}

    /** What the models of the spec cost. */
    public record Prices(
            @Meaning("When they were those of the providers, as their table says.")
            LocalDate date,

            @Meaning("Without those that have no price.") List<Price> models) {
        public Prices {
            models = List.copyOf(models);
        }
    }

    /** What a model costs: dollars for a million tokens. */
    public record Price(
            String provider,
            String model,
            double input,
            double output,

            @Meaning("Of a prompt, put into the provider's cache.")
            double cacheWrite,

            @Meaning("Of a prompt, taken from there.") double cacheRead) {}

    /** That somebody said yes. */
    public record Approval(
            @Meaning("The name of the key or of the person who signed in.")
            String by,

            @Meaning("RFC 3339.") String at) {}
}
