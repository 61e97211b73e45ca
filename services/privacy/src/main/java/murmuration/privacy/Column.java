package murmuration.privacy;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A column of a breakdown: every conversation of the run stands in exactly one.
 *
 * @param variable what kind of answer it counts, as the published schema names it
 * @param days of a bucket of time
 */
record Column(
        Kind kind,
        String variable,
        Publishable<String> label,
        @Nullable Days days) {
    /** First and last day of a bucket. */
    record Days(LocalDate first, LocalDate last) {}

    /** What stands in a cell. */
    enum Kind {
        /** An answer. */
        VALUE("value"),
        /** More than one answer. */
        SEVERAL("several"),
        /** No answer. */
        UNANSWERED("unanswered"),
        /**
         * Answers that are too rare in the whole run to be looked at, or that the review withholds, and whatever conversations
         * say that were given to a cluster later; never shown itself.
         */
        RARE("rare"),
        /** Everything that a row does not show. */
        OTHER("other");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Column of(Kind kind) {
        return new Column(kind, kind.word(), Publishable.kind(kind), null);
    }

    static Column of(Publishable<String> label) {
        return new Column(Kind.VALUE, Kind.VALUE.word(), label, null);
    }

    /** A bucket of time; its label is its first day. */
    static Column of(Publishable<String> label, Variable.Unit unit) {
        LocalDate first = LocalDate.parse(label.value());
        LocalDate next = switch (unit) {
            case DAY -> first.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
        };
        return new Column(Kind.VALUE, unit.word(), label, new Days(first, next.minusDays(1)));
    }
}
