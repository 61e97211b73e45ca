package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import murmuration.core.LanguageModel;
import murmuration.core.Minimums;
import murmuration.core.Question.Label;
import murmuration.core.Review.Reason;
import murmuration.offline.Detectors;
import murmuration.runtime.DeploymentKey;

/** Names a cluster and reviews its names by the product's own review, and tells how far each of them came. */
public final class StagedReview {
    private static final int THRESHOLD = 3;

    private final TextReview review;

    /** A name that was drafted. @param supported it passed the support check @param passed and the audit */
    public record Draft(Label label, boolean supported, boolean passed) {}

    /**
     * What is left out.
     *
     * @param support no claim needs support
     * @param detectors the audit asks none
     * @param sharedWords no name is the embedded model's, as where that is the run's own
     */
    public record Without(boolean support, boolean detectors, boolean sharedWords) {}

    /** A review as a run makes it, but for what is left out. */
    public StagedReview(Minimums minimums, DeploymentKey key, String dataset, LanguageModel auditor, Without without) {
        Predicate<String> personal = without.detectors()
                ? text -> false
                : text -> !Detectors.find(text).isEmpty();
        ToIntFunction<Claims.Claim> noise =
                without.support() ? claim -> -minimums.support() : new SupportNoise(key, "default", dataset)::of;
        review = new TextReview(
                minimums, noise, new Audit(auditor, personal, THRESHOLD), "", TextReview.names(without.sharedWords()));
    }

    /** Without detectors. */
    StagedReview(Minimums minimums, ToIntFunction<Claims.Claim> noise, LanguageModel auditor) {
        review = new TextReview(
                minimums, noise, new Audit(auditor, text -> false, THRESHOLD), "", TextReview.names(false));
    }

    /**
     * All drafts of a cluster's name, in order; a blank one ends them, as no name that can be read does in a run.
     *
     * @param own answers what is to be avoided with a name, or with a blank one
     * @param shared the same, as the embedded model: the last
     */
    public List<Draft> of(
            List<ReviewedNames.Member> members,
            Function<List<String>, Label> own,
            Function<List<String>, Label> shared) {
        List<Draft> drafts = new ArrayList<>();
        List<String> avoid = List.of();
        int named = 0;
        while (true) {
            Label label = named < TextReview.OWN_NAMES ? own.apply(avoid) : shared.apply(avoid);
            if (label.name().isBlank()) {
                drafts.add(new Draft(label, false, false));
                return drafts;
            }
            named++;
            ClusterRow.Point nowhere = new ClusterRow.Point(0, 0);
            ClusterRow cluster =
                    new ClusterRow(new ClusterKey(0, 0), "id", null, "NAMED", "", avoid, named, label, null, nowhere);
            switch (review.review(
                    cluster, count -> members.forEach(each -> count.add(each.account(), each.summary())))) {
                case Verdict.Passed passed -> {
                    drafts.add(new Draft(label, true, true));
                    return drafts;
                }
                case Verdict.Rejected rejected -> {
                    drafts.add(new Draft(label, wasSupported(rejected.reason()), false));
                    avoid = rejected.avoid();
                }
                case Verdict.Withheld withheld -> {
                    drafts.add(new Draft(label, wasSupported(withheld.reason()), false));
                    return drafts;
                }
            }
        }
    }

    private static boolean wasSupported(Reason reason) {
        return reason == Reason.IDENTIFYING || reason == Reason.UNRATED;
    }
}
