package murmuration.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a stage tells of itself in a manifest: parameters, scores, and how levels were raised. Numbers of clusters and of names
 * have a place here, numbers of conversations none. What a stage does not know is absent.
 */
public record StageReport(
        @Meaning("What was drawn, as the spec wants it.") RunSpec.@Nullable Sampling sampling,

        @Meaning("What the draw derives from.") @Nullable Long seed,

        @Meaning("Accounts that had to share a word for it to be public.") @Nullable
        Integer vocabularyAccounts,

        @Meaning("The model that was asked, or that embedded.") @Nullable
        String model,

        @Meaning("Most tokens of a transcript.") @Nullable Integer transcriptTokens,

        @Meaning("The facet that was embedded.") @Nullable String facet,

        @Meaning("Digest of the model's weights; absent where its provider tells none.") @Nullable
        String revision,

        @Meaning("Length of the vectors.") @Nullable Integer dimension,

        @Meaning("How a text's vector comes from its words'.") @Nullable
        String pooling,

        @Meaning("Whether vectors have unit length.") @Nullable
        Boolean normalized,

        @Meaning("Family of the processor whose kernels computed the vectors.") @Nullable
        String cpu,

        @Meaning("Whether the spec fixed the number of clusters.") @Nullable
        Boolean fixedK,

        @Meaning("How the number of clusters was chosen.") @Nullable
        Choice choice,

        @Meaning("How many clusters each level was to have.") @Nullable
        List<Integer> targets,

        @Meaning("How each level was raised on the one below.") @Nullable
        List<Raised> levels,

        @Meaning("How places on the map were found.") @Nullable
        String method,

        @Meaning("Withheld clusters of the level by reason, in fives; fewer are left out.") @Nullable
        Map<Review.Reason, Long> withheld) {
    /** A stage that tells nothing. */
    public static final StageReport NOTHING = new StageReport(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** How many clusters, and why. */
    public record Choice(
            int k, @Nullable String reason, @Nullable List<Candidate> candidates) {

        /** A number of clusters that was tried. */
        public record Candidate(
                @Meaning("Conversations a cluster on average.")
                int target,

                int k,

                @Meaning("Simplified silhouette on the sample.")
                double silhouette,

                @Meaning("Adjusted Rand index between two seeds.")
                double stability) {}
    }

    /** How a level was raised: numbers of clusters and names. */
    public record Raised(
            int level,

            @Meaning("Clusters of the level below.") int children,

            @Meaning("Parents that were aimed at.") int target,

            int tries,
            int neighborhoods,

            @Meaning("Names that were proposed.") int proposals,

            @Meaning("Names that remained.") int deduplicated,

            @Meaning("Names that nothing was assigned to.") int empty,

            @Meaning("Parents that would have had one child.")
            int collapsed,

            @Meaning("Clusters of the level; 0: it was not made.")
            int parents,

            @Nullable Assigned assigned,

            @Meaning("Why the level was not made; absent where it was.") @Nullable
            Stopped stopped) {}

    /** Why a level was not made. */
    public enum Stopped {
        /** The level below is the top by the plan. */
        PLANNED_TOP,
        /** Too few clusters survived to make two parents with two children each. */
        TOO_FEW,
        /** Some parent would have had one child, and there are so few base clusters that none may. */
        LONE_CHILDREN,
        /** Nearly as many parents as children, twice; or only one parent. */
        NO_PROGRESS
    }

    /** How answers were read that gave clusters a parent. */
    public record Assigned(
            @Nullable Integer exact,
            @Nullable Integer embedding,
            @Nullable Integer asked,
            @Nullable Integer fallback) {}
}
