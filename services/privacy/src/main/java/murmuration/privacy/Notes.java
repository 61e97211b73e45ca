package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;

/** What every page and export of a run must say: whole sentences, the most important first. */
final class Notes {
    private final RunSpec spec;
    private final List<String> said = new ArrayList<>();

    private Notes(RunSpec spec) {
        this.spec = spec;
    }

    /**
     * The notes of a release.
     *
     * @param modelId who named and rated
     * @param whyNothing the reason, where no cluster is shown
     */
    static List<String> of(
            RunSpec spec, String modelId, List<Breakdowns.Breakdown> breakdowns, Optional<String> whyNothing) {
        Notes notes = new Notes(spec);
        notes.what(whyNothing);
        notes.how(modelId);
        notes.withheld(breakdowns);
        return List.copyOf(notes.said);
    }

    private void what(Optional<String> whyNothing) {
        whyNothing.ifPresent(why -> said.add("Nothing is shown: " + why));
        if (spec.accounts() == RunSpec.Accounts.ONE_PER_CONVERSATION) {
            said.add(
                    "accounts: one-per-conversation. Each conversation counts as an account of its own, so the minimums"
                            + " protect conversations, not people.");
        }
    }

    private void how(String modelId) {
        Minimums minimums = spec.minimums().values();
        said.add(
                modelId.equals("offline")
                        ? "model: offline (no language model). Names and descriptions come from classical language processing."
                        : "model: " + modelId);
        said.add(("Profile %s: every group and every cell shown holds at least %d conversations of %d accounts; what is"
                        + " smaller is withheld or folded into \"other\".")
                .formatted(
                        spec.minimums().profile().name().toLowerCase(java.util.Locale.ROOT),
                        minimums.conversations(),
                        minimums.accounts()));
        said.add("Sizes are rounded to %d; accounts are given as bands; a conversation with several answers counts as"
                        .formatted(SizeRules.of(spec).base())
                + " \"several\".");
        said.add("This release was not compared with earlier releases over the same people.");
    }

    private void withheld(List<Breakdowns.Breakdown> breakdowns) {
        breakdowns.stream()
                .filter(breakdown -> !breakdown.withheld().isEmpty())
                .forEach(breakdown -> said.add(breakdown.facet() + ": " + breakdown.withheld() + "."));
    }
}
