package murmuration.hierarchy;

import java.util.List;
import murmuration.core.Question;
import murmuration.core.Review;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as its table holds it, without what only others need.
 *
 * @param k index on its level
 * @param parent index of its parent one level above; null before it has one
 * @param avoid claims that a rejected name made
 */
record ClusterRow(
        int k,
        String id,
        @Nullable Integer parent,
        String status,
        String reason,
        List<String> avoid,
        int attempts,
        Question.Label label,
        long conversations,
        long accounts) {
    static final String NEW = "NEW";
    static final String NAMED = "NAMED";
    static final String PASSED = "PASSED";
    static final String REJECTED = "REJECTED";
    static final String WITHHELD = "WITHHELD";
    static final String COLLAPSED = "COLLAPSED";

    /** Names that the run's model gives at most; the last one comes after them, of words that enough accounts share. */
    private static final int OWN_NAMES = 2;

    /** Whether it waits for a name. */
    boolean waits() {
        return status.equals(NEW) || status.equals(REJECTED);
    }

    /** Whether it is under the minimums, so that nothing of it may be shown to anyone, a model included. */
    boolean tooFew() {
        return reason.equals(Review.Reason.TOO_FEW.name());
    }

    /** Whether the next level is made from it: it passed the review, or stands for one below that did. */
    boolean survives() {
        return status.equals(PASSED) || status.equals(COLLAPSED);
    }

    /** Whether its name stands now, so that no other of its level may have it. */
    boolean holdsName() {
        return survives() || status.equals(NAMED);
    }

    /** Whether the run's model has given its names, none of which stands. */
    boolean waitsForSharedWords() {
        return attempts >= OWN_NAMES;
    }

    /** The same with the outcome of a naming: named, or without a name and withheld. */
    ClusterRow withLabel(Question.@Nullable Label given) {
        return new ClusterRow(
                k,
                id,
                parent,
                given == null ? WITHHELD : NAMED,
                given == null ? Review.Reason.UNNAMED.name() : "",
                avoid,
                attempts + 1,
                given == null ? new Question.Label("", "") : given,
                conversations,
                accounts);
    }
}
