package murmuration.privacy;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import murmuration.core.LanguageModel;
import murmuration.core.Minimums;
import murmuration.core.Question.Label;
import murmuration.runtime.DeploymentKey;

/** Names a cluster and reviews what it is named, as a run does, by the product's own review. */
public final class ReviewedNames {
    private static final int THRESHOLD = 3;
    private static final int ATTEMPTS = 2;

    private final TextReview review;

    private ReviewedNames(Minimums minimums, ToIntFunction<Claims.Claim> noise, LanguageModel auditor) {
        Predicate<String> clean = text -> false;
        review = new TextReview(minimums, noise, new Audit(auditor, clean, THRESHOLD), "");
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

    /** What is published of a cluster. @param namer answers what is to be avoided with a name */
    public Optional<Label> published(List<Member> members, Function<List<String>, Label> namer) {
        List<String> avoid = List.of();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Label label = namer.apply(avoid);
            ClusterRow cluster = new ClusterRow(
                    new ClusterKey(0, 0),
                    "id",
                    null,
                    "NAMED",
                    "",
                    avoid,
                    attempt,
                    label,
                    null,
                    new ClusterRow.Point(0, 0));
            Verdict verdict =
                    review.review(cluster, count -> members.forEach(each -> count.add(each.account(), each.summary())));
            switch (verdict) {
                case Verdict.Passed passed -> {
                    return Optional.of(label);
                }
                case Verdict.Rejected rejected -> avoid = rejected.avoid();
                case Verdict.Withheld withheld -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
