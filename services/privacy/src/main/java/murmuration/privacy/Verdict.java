package murmuration.privacy;

import java.util.List;
import murmuration.core.Review;

/** What the review decided about a cluster's text this time. */
sealed interface Verdict {
    /** It may be shown. */
    record Passed(int rating) implements Verdict {}

    /** It is to be named once more, without what is to be avoided. */
    record Rejected(Review.Reason reason, List<String> avoid, int rating) implements Verdict {}

    /** It is never shown. */
    record Withheld(Review.Reason reason, int rating) implements Verdict {}

    /** The status under which the cluster goes on. */
    default String status() {
        return switch (this) {
            case Passed passed -> "PASSED";
            case Rejected rejected -> "REJECTED";
            case Withheld withheld -> "WITHHELD";
        };
    }

    /** Why not, or empty. */
    default String why() {
        return switch (this) {
            case Passed passed -> "";
            case Rejected rejected -> rejected.reason().name();
            case Withheld withheld -> withheld.reason().name();
        };
    }
}
