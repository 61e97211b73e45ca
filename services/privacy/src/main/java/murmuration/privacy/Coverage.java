package murmuration.privacy;

import static murmuration.core.MurmurationException.require;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import murmuration.core.EndState;
import murmuration.core.Manifest;
import murmuration.core.Minimums;

/**
 * Where every conversation of the data set ended. Exact sums are checked here; what leaves is rounded, and parts are
 * merged until each stands for enough accounts and none for a single withheld cluster.
 */
record Coverage(long total, List<Part> parts) {
    /** Together one part: what a run did not look at. */
    static final EnumSet<EndState> NOT_DRAWN = EnumSet.of(EndState.NOT_SAMPLED, EndState.CAPPED, EndState.EXCLUDED);

    /** What is in the clusters that are shown. */
    static final String KEPT = "kept";

    Coverage {
        parts = List.copyOf(parts);
        long sum =
                parts.stream().mapToLong(part -> part.group().conversations()).sum();
        require(sum == total, "the parts of the coverage sum to %d, the data set has %d", sum, total);
    }

    /**
     * A part, exactly.
     *
     * @param states what it holds, by name
     * @param group its accounts are a lower bound
     * @param withheldClusters how many withheld clusters it holds
     */
    record Part(SortedSet<String> states, Group group, int withheldClusters) {
        static Part of(String state, Group group, int withheldClusters) {
            return new Part(new TreeSet<>(List.of(state)), group, withheldClusters);
        }

        Part and(Part other) {
            SortedSet<String> both = new TreeSet<>(states);
            both.addAll(other.states);
            return new Part(
                    both,
                    new Group(
                            group.conversations() + other.group.conversations(),
                            Math.max(group.accounts(), other.group.accounts())),
                    withheldClusters + other.withheldClusters);
        }

        /** It stands for enough accounts, and is not the size of one withheld cluster. */
        boolean mayStandAlone() {
            boolean oneCluster = withheldClusters == 1 && states.size() == 1;
            return group.conversations() >= Minimums.FLOOR && group.accounts() >= Minimums.FLOOR && !oneCluster;
        }

        boolean isKept() {
            return states.contains(KEPT);
        }
    }

    /** The parts that come from conversations which belong to no cluster. */
    static List<Part> outside(Map<EndState, Long> frame, Map<EndState, Group> ended) {
        List<Part> parts = new ArrayList<>();
        long notDrawn = NOT_DRAWN.stream()
                .mapToLong(state -> frame.getOrDefault(state, 0L))
                .sum();
        // nobody counted their accounts: where the draw left some out, those are many people's; else they may be one's
        long sampled = frame.getOrDefault(EndState.NOT_SAMPLED, 0L);
        add(parts, "not_drawn", new Group(notDrawn, sampled));
        for (EndState state : EndState.values()) {
            if (state == EndState.OK || state == EndState.ERASED) {
                continue;
            }
            if (!NOT_DRAWN.contains(state)) {
                Group group = ended.getOrDefault(state, Group.NOBODY);
                long undrawn = frame.getOrDefault(state, 0L);
                add(
                        parts,
                        state.name().toLowerCase(Locale.ROOT),
                        new Group(group.conversations() + undrawn, group.accounts()));
            } else if (ended.containsKey(state)) {
                add(parts, "not_drawn", ended.getOrDefault(state, Group.NOBODY));
            }
        }
        return parts;
    }

    private static void add(List<Part> parts, String state, Group group) {
        if (group.conversations() > 0) {
            parts.add(Part.of(state, group, 0));
        }
    }

    /** The parts that are shown: what is kept, if anything is, then the others, merged. */
    List<Part> merged() {
        List<Part> all = new ArrayList<>(parts.stream().filter(Part::isKept).toList());
        all.addAll(rest());
        return all;
    }

    /** The coverage as it may be shown: the total, and parts that sum to it but for rounding. */
    Manifest.Coverage shown(SizeRules rules) {
        List<Part> kept = parts.stream().filter(Part::isKept).toList();
        List<Part> rest = rest();
        if (isLone(kept, rest)) {
            return blurred(kept.getFirst(), rest.getFirst(), rules);
        }
        long all = rules.nearest(total);
        return new Manifest.Coverage(
                all,
                rules.base(),
                merged().stream()
                        .map(part -> shown(part, rules.nearest(part.group().conversations()), all, rules.base()))
                        .toList());
    }

    /** How many conversations are in the clusters that are shown, as the coverage shows it; 0 where it does not. */
    static long kept(Manifest.Coverage shown) {
        return shown.parts().stream()
                .filter(part -> part.part().equals(KEPT))
                .mapToLong(Manifest.Coverage.Part::conversations)
                .sum();
    }

    private static boolean isLone(List<Part> kept, List<Part> rest) {
        return !kept.isEmpty() && !rest.stream().allMatch(Part::mayStandAlone);
    }

    /**
     * The coverage with noise in each part. The total is their sum: were it exact, it would tell the last part.
     *
     * @param told the parts that are shown
     * @param counted conversations of a part, with noise
     */
    Manifest.Coverage shown(SizeRules rules, List<Part> told, ToLongFunction<Part> counted) {
        boolean lone = isLone(parts.stream().filter(Part::isKept).toList(), rest());
        SizeRules coarse = lone ? wide(rules) : rules;
        Map<Part, Long> counts = new LinkedHashMap<>();
        told.forEach(part -> counts.put(part, Math.max(0, coarse.nearest(counted.applyAsLong(part)))));
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        return new Manifest.Coverage(
                all,
                coarse.base(),
                counts.entrySet().stream()
                        .map(part -> shown(part.getKey(), part.getValue(), all, coarse.base()))
                        .toList());
    }

    private static SizeRules wide(SizeRules rules) {
        return new SizeRules(
                rules.minimums(), Math.max(rules.base(), rules.minimums().conversations()));
    }

    /**
     * A remainder that may not stand alone: rounded down to multiples as wide as a suppressed cell; what is kept is shown
     * as what it leaves, so that not even the exact total tells more of it. That width holds for the coverage by itself: who
     * adds up the sizes of the top clusters, each shown to the nearest {@link SizeRules#base}, and takes them from the
     * data set's size, which is shown to the nearest ten or fifty, finds the remainder in a range that wide once more for
     * each of them (docs/privacy.md).
     */
    private Manifest.Coverage blurred(Part kept, Part lone, SizeRules rules) {
        SizeRules wide = wide(rules);
        long all = wide.nearest(total);
        long hidden = Math.min(all, Math.floorDiv(lone.group().conversations(), (long) wide.base()) * wide.base());
        return new Manifest.Coverage(
                all,
                wide.base(),
                List.of(shown(kept, all - hidden, all, wide.base()), shown(lone, hidden, all, wide.base())));
    }

    private List<Part> rest() {
        List<Part> rest = new ArrayList<>(parts.stream()
                .filter(part -> !part.isKept() && part.group().conversations() > 0)
                .toList());
        Comparator<Part> smallest = Comparator.comparingLong(
                        (Part part) -> part.group().conversations())
                .thenComparing(part -> part.states().first());
        while (rest.size() > 1 && !rest.stream().allMatch(Part::mayStandAlone)) {
            rest.sort(Comparator.comparing(Part::mayStandAlone).thenComparing(smallest));
            Part lone = rest.removeFirst();
            // withheld clusters go together first
            rest.sort(
                    Comparator.comparing((Part part) -> (part.withheldClusters() > 0) != (lone.withheldClusters() > 0))
                            .thenComparing(smallest));
            rest.set(0, rest.getFirst().and(lone));
        }
        rest.sort(Comparator.comparing(part -> part.states().first()));
        return rest;
    }

    private static Manifest.Coverage.Part shown(Part part, long conversations, long all, long rounding) {
        String name = part.states().size() == 1 ? part.states().first() : "not_shown";
        return new Manifest.Coverage.Part(
                name,
                List.copyOf(part.states()),
                conversations,
                all == 0 ? 0 : Math.min(1, Math.rint(1000.0 * conversations / all) / 1000),
                rounding);
    }
}
