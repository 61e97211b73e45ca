package murmuration.privacy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import murmuration.core.Minimums;
import murmuration.core.Question.Label;
import murmuration.core.Review.Reason;

/** Reviews one cluster's text: the group's size, what supports each claim, how identifying it is; in this order. */
final class TextReview {
    /** Names that the run's model gives at most. */
    static final int OWN_NAMES = 2;

    private final Minimums minimums;
    private final ToIntFunction<Claims.Claim> noise;
    private final Audit audit;
    private final String criteria;
    private final int names;

    /**
     * @param noise how many accounts more than the minimum must hold a claim, see {@link SupportNoise}
     * @param names what does not pass as this one is withheld, see {@link #names(boolean)}
     */
    TextReview(Minimums minimums, ToIntFunction<Claims.Claim> noise, Audit audit, String criteria, int names) {
        this.minimums = minimums;
        this.noise = noise;
        this.audit = audit;
        this.criteria = criteria;
        this.names = names;
    }

    /**
     * How many names a cluster gets at most: those of the run's model, and one of words that enough accounts share.
     *
     * @param embedded whether the run's model is the embedded one, all of whose names are of such words
     */
    static int names(boolean embedded) {
        return embedded ? OWN_NAMES : OWN_NAMES + 1;
    }

    /** Hands a cluster's original members to a count, in the order of shard and position. */
    @FunctionalInterface
    interface Members {
        void passBy(SupportCount count);
    }

    Verdict review(ClusterRow cluster, Members members) {
        List<Claims.Claim> claims = Claims.of(cluster.label());
        Support support = support(claims, members);
        if (!support.enough()) {
            return new Verdict.Withheld(Reason.TOO_FEW, 0);
        }
        if (!Claims.saysSomething(cluster.label().name())) {
            return onceMore(cluster, Reason.UNNAMED, List.of(), 0);
        }
        if (!support.unsupported().isEmpty()) {
            return onceMore(cluster, Reason.UNSUPPORTED, support.unsupported(), 0);
        }
        Audit.Rating rating = audit.rate(cluster.label(), criteria);
        if (audit.passes(rating.value())) {
            return new Verdict.Passed(rating.value());
        }
        Reason reason = rating.readable() ? Reason.IDENTIFYING : Reason.UNRATED;
        return onceMore(cluster, reason, identifying(cluster, claims), rating.value());
    }

    /** What the members say of the claims. @param enough whether they meet the minimums */
    private record Support(boolean enough, List<String> unsupported) {}

    /** Holds every account while it counts, and nothing of it when the model is asked. */
    private Support support(List<Claims.Claim> claims, Members members) {
        SupportCount count = new SupportCount(claims, claim -> minimums.support() + noise.applyAsInt(claim));
        members.passBy(count);
        return new Support(
                minimums.met(count.members().conversations(), count.members().accounts()), count.unsupported());
    }

    private Verdict onceMore(ClusterRow cluster, Reason reason, List<String> claims, int rating) {
        if (cluster.attempts() >= names) {
            return new Verdict.Withheld(reason, rating);
        }
        Set<String> avoid = new LinkedHashSet<>(cluster.avoid());
        avoid.addAll(claims);
        return new Verdict.Rejected(reason, List.copyOf(avoid), rating);
    }

    /** The claims that would not pass alone; all of them where only the whole does not. */
    private List<String> identifying(ClusterRow cluster, List<Claims.Claim> claims) {
        List<String> alone = new ArrayList<>();
        for (Claims.Claim claim : claims) {
            if (!audit.passes(audit.rate(new Label(claim.text(), ""), criteria).value())) {
                alone.add(claim.text());
            }
        }
        return alone.isEmpty() ? List.of(cluster.label().name()) : alone;
    }
}
