package murmuration.privacy;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A value that may be shown outside. Only the gates in this class make one, and each checks its rule itself. Texts of
 * clusters, sizes and answers stand in a {@link Release}, and so in the published schema, as such values alone. What else
 * stands there has rules of its own: {@link Coverage} rounds and merges, {@link Notes} are our words, {@link StageReports}
 * lets no words of others into the manifest, and the run's name is its maker's.
 */
final class Publishable<T> {
    private final T value;

    private Publishable(T value) {
        this.value = value;
    }

    T value() {
        return value;
    }

    /**
     * A cluster's text: it passed the review, it is still the very text that was reviewed, its rating meets the threshold
     * now in force, and the detectors find nothing in it.
     */
    static Optional<Publishable<ReviewedText>> text(ClusterRow row, Optional<Reviewed> review, Audit audit) {
        return review.filter(reviewed -> row.passed()
                        && reviewed.passed()
                        && reviewed.textDigest().equals(Reviewed.digest(row))
                        && audit.passes(reviewed.rating())
                        && audit.clean(row.label().text()))
                .map(reviewed ->
                        new Publishable<>(new ReviewedText(row.label(), reviewed.rating(), reviewed.ratedBy())));
    }

    /** The size of a group that meets the minimums. */
    static Optional<Publishable<Size>> size(Group group, SizeRules rules) {
        return rules.minimums().met(group.conversations(), group.accounts())
                ? Optional.of(
                        new Publishable<>(new Size(rules.rounded(group.conversations()), rules.band(group.accounts()))))
                : Optional.empty();
    }

    /** The same as these counts say it; what they say below a minimum is shown as the minimum. */
    static Optional<Publishable<Size>> size(Counts.Of of, Counted counted, SizeRules rules, Counts counts) {
        return size(counted.group(), rules)
                .map(exact -> new Publishable<>(new Size(
                        rules.rounded(counts.conversations(of, counted)), accounts(counts.accounts(counted), rules))));
    }

    private static String accounts(OptionalLong accounts, SizeRules rules) {
        return accounts.isPresent()
                ? rules.band(Math.max(rules.minimums().accounts(), accounts.getAsLong()))
                : rules.atLeast();
    }

    /** A facet's value from a domain that was declared before anyone answered. */
    static Optional<Publishable<String>> closedValue(String value, Set<String> domain) {
        return domain.contains(value) ? Optional.of(new Publishable<>(value)) : Optional.empty();
    }

    /** A facet's value that people or their data chose: it is text, and is rated as text. */
    static Optional<Publishable<String>> openValue(String value, String criteria, Audit audit) {
        return audit.passesAsValue(value, criteria) ? Optional.of(new Publishable<>(value)) : Optional.empty();
    }

    /** What a cell is called when its facet's values are not named: one of our own few words. */
    static Publishable<String> kind(Column.Kind kind) {
        return new Publishable<>(kind.word());
    }
}
