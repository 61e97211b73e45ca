package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;

/**
 * What every page and export of a run must say.
 *
 * @param model who answered; says so where it is no language model
 * @param statements whole sentences, the most important first
 * @param withheldBreakdowns facet → what of its breakdown is not shown, and why
 */
record Notes(
        String model,
        String profile,
        int minimumConversations,
        int minimumAccounts,
        int floor,
        int threshold,
        long rounding,
        String accounts,
        List<String> statements,
        SortedMap<String, String> withheldBreakdowns) {
    Notes {
        statements = List.copyOf(statements);
    }

    static Notes of(RunSpec spec, String modelId, List<Breakdowns.Breakdown> breakdowns, int clusters) {
        SortedMap<String, String> withheld = new TreeMap<>();
        breakdowns.stream()
                .filter(breakdown -> !breakdown.withheld().isEmpty())
                .forEach(breakdown -> withheld.put(breakdown.facet(), breakdown.withheld()));
        Minimums minimums = spec.minimums().values();
        return new Notes(
                modelId.equals("offline") ? "offline (no language model)" : modelId,
                Words.of(spec.minimums().profile()),
                minimums.conversations(),
                minimums.accounts(),
                Minimums.FLOOR,
                spec.privacy().threshold(),
                SizeRules.of(spec).base(),
                Words.of(spec.accounts()),
                statements(spec, modelId, clusters),
                withheld);
    }

    private static List<String> statements(RunSpec spec, String modelId, int clusters) {
        Minimums minimums = spec.minimums().values();
        List<String> said = new ArrayList<>();
        if (clusters == 0) {
            said.add("Nothing is shown: no group of conversations met the minimums and passed the review.");
        }
        if (spec.accounts() == RunSpec.Accounts.ONE_PER_CONVERSATION) {
            said.add("Each conversation counts as an account of its own, so the minimums of accounts protect"
                    + " conversations, not people.");
        }
        if (modelId.equals("offline")) {
            said.add("Names and descriptions come from classical language processing, not from a language model.");
        }
        if (spec.minimums().profile() == RunSpec.Profile.SMALL) {
            said.add("This run uses the small profile: groups may be smaller than is usual.");
        }
        said.add(
                "Every group and every cell shown holds at least %d conversations of %d accounts; what is smaller is withheld or folded into \"other\"."
                        .formatted(minimums.conversations(), minimums.accounts()));
        said.add("Sizes are rounded to %d; accounts are given as bands."
                .formatted(SizeRules.of(spec).base()));
        said.add("Breakdowns count a conversation once: with more than one answer it counts as \"several\".");
        said.add("This release was not compared with earlier releases over the same people.");
        return said;
    }

    /** Enum names as specs write them. */
    private static final class Words {
        private Words() {}

        static String of(Enum<?> value) {
            return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
