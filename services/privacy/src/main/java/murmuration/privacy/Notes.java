package murmuration.privacy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import murmuration.core.Manifest;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;

/** What every page and export of a run must say: whole sentences, the most important first. */
final class Notes {
    private static final long FIVE = 5;

    private final RunSpec spec;
    private final Draft draft;
    private final List<String> said = new ArrayList<>();

    private Notes(RunSpec spec, Draft draft) {
        this.spec = spec;
        this.draft = draft;
    }

    /** The notes of a release. @param compared with earlier releases */
    static List<String> of(RunSpec spec, Draft draft, Manifest.Compared compared) {
        Notes notes = new Notes(spec, draft);
        notes.what();
        notes.how();
        notes.compared(compared);
        notes.withheld();
        return List.copyOf(notes.said);
    }

    private void what() {
        draft.whyNothing().ifPresent(why -> said.add("Nothing is shown: " + why));
        if (spec.accounts() == RunSpec.Accounts.ONE_PER_CONVERSATION) {
            said.add(
                    "accounts: one-per-conversation. A conversation without an account counts as one of its own: for these the"
                            + " minimums protect conversations, not people.");
        }
    }

    private void how() {
        String modelId = draft.gates().audit().modelId();
        Minimums minimums = spec.minimums().values();
        said.add(
                modelId.equals("offline")
                        ? "model: offline (no language model). Names and descriptions come from classical language processing."
                        : "model: " + modelId);
        long shared = draft.tree().ofSharedWords();
        if (shared > 0) {
            said.add((shared < FIVE ? "Some" : "At least " + (shared - shared % FIVE))
                    + " of the names are put together from words that enough accounts share: the model gave none that"
                    + " passed the review.");
        }
        said.add(("Profile %s: every group and every cell shown holds at least %d conversations of %d accounts; what is"
                        + " smaller is withheld or folded into \"other\".")
                .formatted(
                        spec.minimums().profile().name().toLowerCase(java.util.Locale.ROOT),
                        minimums.conversations(),
                        minimums.accounts()));
        RunSpec.Dp dp = spec.privacy().dp();
        if (dp != null) {
            said.add(
                    ("Counts are differentially private given the clusters, their names and which cells are shown: ε = %s for"
                                    + " one account more or less, of which at most %d conversations are counted.")
                            .formatted(
                                    BigDecimal.valueOf(dp.epsilon())
                                            .stripTrailingZeros()
                                            .toPlainString(),
                                    dp.perAccount()));
        }
        said.add("Sizes are rounded to %d; %s; a conversation with several answers counts as \"several\"."
                .formatted(
                        SizeRules.of(spec).base(),
                        dp == null ? "accounts are given as bands" : "accounts are not counted"));
    }

    private void compared(Manifest.Compared compared) {
        int accounts = spec.minimums().values().accounts();
        said.add(
                compared.near()
                        ? "Every number carries noise about as large as the smallest group that may be shown: an earlier"
                                + " release counts nearly the same conversations, and the difference could be of fewer than"
                                + " " + accounts + " accounts."
                        : "Compared with earlier releases: none of them counts nearly the same conversations, or it shows"
                                + " the same numbers.");
    }

    private void withheld() {
        draft.breakdowns().stream()
                .filter(breakdown -> !breakdown.withheld().isEmpty())
                .forEach(breakdown -> said.add(breakdown.facet() + ": " + breakdown.withheld() + "."));
    }
}
