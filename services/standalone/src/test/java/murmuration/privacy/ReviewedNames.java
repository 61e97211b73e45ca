package murmuration.privacy;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import murmuration.core.LanguageModel;
import murmuration.core.Minimums;
import murmuration.core.Question.Label;
import murmuration.runtime.DeploymentKey;

/** Names a cluster and reviews what it is named, as a run does, by the product's own review. */
public final class ReviewedNames {
    private final StagedReview review;

    private ReviewedNames(Minimums minimums, ToIntFunction<Claims.Claim> noise, LanguageModel auditor) {
        review = new StagedReview(minimums, noise, auditor);
    }

    /** One summary of a cluster, and whose it is. */
    public record Member(UUID account, String summary) {}

    /** With the noise of a deployment's key on a data set. */
    public static ReviewedNames noisy(Minimums minimums, DeploymentKey key, String dataset, LanguageModel auditor) {
        return new ReviewedNames(minimums, new SupportNoise(key, "default", dataset)::of, auditor);
    }

    /** With exactly the minimum. */
    public static ReviewedNames exact(Minimums minimums, LanguageModel auditor) {
        return new ReviewedNames(minimums, claim -> 0, auditor);
    }

    /** Without any support. */
    public static ReviewedNames unsupported(Minimums minimums, LanguageModel auditor) {
        return new ReviewedNames(minimums, claim -> -minimums.support(), auditor);
    }

    /**
     * What is published of a cluster.
     *
     * @param own answers what is to be avoided with a name
     * @param shared the same, as the embedded model: the last
     */
    public Optional<Label> published(
            List<Member> members, Function<List<String>, Label> own, Function<List<String>, Label> shared) {
        return review.of(members, own, shared).stream()
                .filter(StagedReview.Draft::passed)
                .map(StagedReview.Draft::label)
                .findFirst();
    }
}
