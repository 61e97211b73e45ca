package murmuration.privacy;

import static murmuration.core.MurmurationException.require;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import murmuration.core.EndState;
import murmuration.core.Manifest;
import murmuration.core.Minimums;

/**
 * Where every conversation of the data set ended. Exact sums are checked here; what leaves is rounded. By itself stands only
 * what is of enough accounts, and not one withheld cluster. One part stands for everything else, whether or not anything
 * ended there: neither a part nor a name tells that a few conversations ended somewhere.
 *
 * @param names what parts stand for, beside what is kept
 */
record Coverage(long total, List<Part> parts, SortedSet<String> names) {
    /** Together one part: what a run did not look at. */
    static final EnumSet<EndState> NOT_DRAWN = EnumSet.of(EndState.NOT_SAMPLED, EndState.CAPPED, EndState.EXCLUDED);

    /** What is in the clusters that are shown. */
    static final String KEPT = "kept";

    /** What is in clusters under the minimums. */
    static final String UNDER_MINIMUMS = "under_minimums";

    /** What is in clusters that the review withheld. */
    static final String WITHHELD = "withheld";

    private static final String UNDRAWN = "not_drawn";
    private static final String NOT_SHOWN = "not_shown";
    private static final SortedSet<String> NAMES = allNames();

    /** What may take in others, in this order: last what is bounded beside the coverage, by how many calls were made. */
    private static final List<String> HOSTS = Stream.concat(
                    Stream.of(WITHHELD, UNDER_MINIMUMS),
                    Stream.of(
                                    EndState.UNANSWERED,
                                    EndState.REFUSED,
                                    EndState.TOO_LONG,
                                    EndState.UNPARSEABLE,
                                    EndState.PROVIDER_ERROR,
                                    EndState.QUARANTINED,
                                    EndState.SCREENED_OUT)
                            .map(Coverage::name))
            .toList();

    Coverage {
        parts = List.copyOf(parts);
        names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
        long sum = parts.stream().mapToLong(Part::conversations).sum();
        // the message is shown as why a run failed, and tells no number
        require(sum == total, "the parts of the coverage do not sum to the data set");
        for (Part part : parts) {
            require(part.isKept() || names.contains(part.name()), "no coverage names %s", part.name());
        }
    }

    /** A data set's. */
    Coverage(long total, List<Part> parts) {
        this(total, parts, NAMES);
    }

    /**
     * A part, exactly.
     *
     * @param states what it stands for
     * @param group its accounts are a lower bound
     * @param withheldClusters how many withheld clusters it holds
     */
    record Part(String name, SortedSet<String> states, Group group, int withheldClusters) {
        static Part of(String state, Group group, int withheldClusters) {
            return new Part(state, new TreeSet<>(List.of(state)), group, withheldClusters);
        }

        /** It with what is in another. */
        Part and(Part other) {
            return new Part(name, states, both(group, other.group), withheldClusters + other.withheldClusters);
        }

        long conversations() {
            return group.conversations();
        }

        /** It stands for enough accounts, and is not the size of one withheld cluster. */
        boolean mayStandAlone() {
            return group.conversations() >= Minimums.FLOOR
                    && group.accounts() >= Minimums.FLOOR
                    && withheldClusters != 1;
        }

        boolean isKept() {
            return name.equals(KEPT);
        }

        boolean isUndrawn() {
            return name.equals(UNDRAWN);
        }
    }

    /** What a conversation that belongs to no cluster is counted under. */
    static String name(EndState state) {
        return NOT_DRAWN.contains(state) ? UNDRAWN : state.name().toLowerCase(Locale.ROOT);
    }

    private static SortedSet<String> allNames() {
        SortedSet<String> names = new TreeSet<>(List.of(UNDER_MINIMUMS, WITHHELD));
        for (EndState state : EndState.values()) {
            if (isOutside(state)) {
                names.add(name(state));
            }
        }
        return Collections.unmodifiableSortedSet(names);
    }

    private static boolean isOutside(EndState state) {
        return state != EndState.OK && state != EndState.ERASED;
    }

    private static Group both(Group one, Group other) {
        return new Group(one.conversations() + other.conversations(), Math.max(one.accounts(), other.accounts()));
    }

    /** The parts that come from conversations which belong to no cluster. */
    static List<Part> outside(Map<EndState, Long> frame, Map<EndState, Group> ended) {
        SortedMap<String, Group> groups = new TreeMap<>();
        for (EndState state : EndState.values()) {
            if (isOutside(state)) {
                long undrawn = frame.getOrDefault(state, 0L);
                Group drawn = ended.getOrDefault(state, Group.NOBODY);
                // nobody counted whose those are that were not drawn: what the draw left out is many people's, else it
                // may be one's
                long accounts = state == EndState.NOT_SAMPLED ? undrawn : drawn.accounts();
                groups.merge(name(state), new Group(undrawn + drawn.conversations(), accounts), Coverage::both);
            }
        }
        List<Part> parts = new ArrayList<>();
        groups.forEach((name, group) -> {
            if (group.conversations() > 0) {
                parts.add(Part.of(name, group, 0));
            }
        });
        return parts;
    }

    /** The same of what was drawn alone. */
    Coverage drawn() {
        List<Part> drawn = parts.stream().filter(part -> !part.isUndrawn()).toList();
        SortedSet<String> others = new TreeSet<>(names);
        others.remove(UNDRAWN);
        return new Coverage(total - conversations(Part::isUndrawn), drawn, others);
    }

    /**
     * The parts that are shown: what is kept, if anything is, what stands by itself, and last the one that stands for
     * everything else. Which they are and what they are called follows from those alone that may stand by themselves.
     */
    List<Part> merged() {
        List<Part> shown = new ArrayList<>(parts.stream()
                .filter(part -> part.isKept() || part.mayStandAlone())
                .sorted(Comparator.comparing((Part part) -> !part.isKept()).thenComparing(Part::name))
                .toList());
        Optional<Part> host = host();
        host.ifPresent(shown::remove);
        SortedSet<String> others = new TreeSet<>(names);
        shown.forEach(part -> others.removeAll(part.states()));
        // what was not drawn may be most of it, and whether it is must not show
        Optional<Part> named = others.contains(UNDRAWN) ? Optional.empty() : host;
        Part rest = new Part(named.map(Part::name).orElse(NOT_SHOWN), others, Group.NOBODY, 0);
        for (Part part : parts) {
            rest = shown.contains(part) ? rest : rest.and(part);
        }
        shown.add(rest);
        return shown;
    }

    /**
     * What takes in all that may not stand by itself, if there is any: the first that may. Were it the smallest, whatever
     * the part holds beyond the next larger would be others'. What was not drawn takes in nothing: by the spec's
     * {@code max} a reader may know how many were drawn.
     */
    private Optional<Part> host() {
        return parts.stream()
                .filter(part -> HOSTS.contains(part.name()) && part.mayStandAlone())
                .min(Comparator.comparingInt(part -> HOSTS.indexOf(part.name())));
    }

    /** Whether what is kept, taken from what was drawn, would leave what may not stand alone. */
    private boolean isLone() {
        return parts.stream().anyMatch(Part::isKept) && host().isEmpty();
    }

    private long conversations(Predicate<Part> which) {
        return parts.stream().filter(which).mapToLong(Part::conversations).sum();
    }

    /** The coverage as it may be shown: the total, and parts that sum to it but for rounding. */
    Manifest.Coverage shown(SizeRules rules) {
        if (isLone()) {
            return blurred(wide(rules));
        }
        Map<Part, Long> counts = new LinkedHashMap<>();
        merged().forEach(part -> counts.put(part, rules.nearest(part.conversations())));
        return shown(counts, rules.nearest(total), rules.base());
    }

    /**
     * The coverage with noise in each part. The total is their sum: were it exact, it would tell the last part.
     *
     * @param counted conversations of a part, with noise
     */
    Manifest.Coverage shown(SizeRules rules, ToLongFunction<Part> counted) {
        SizeRules coarse = isLone() ? wide(rules) : rules;
        Map<Part, Long> counts = new LinkedHashMap<>();
        merged().forEach(part -> counts.put(part, Math.max(0, coarse.nearest(counted.applyAsLong(part)))));
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        return shown(counts, all, coarse.base());
    }

    /** How many conversations are in the clusters that are shown, as the coverage shows it; 0 where it does not. */
    static long kept(Manifest.Coverage shown) {
        return shown.parts().stream()
                .filter(part -> part.part().equals(KEPT))
                .mapToLong(Manifest.Coverage.Part::conversations)
                .sum();
    }

    private static SizeRules wide(SizeRules rules) {
        return new SizeRules(
                rules.minimums(), Math.max(rules.base(), rules.minimums().conversations()));
    }

    /**
     * Where nothing stands alone beside what is kept. The rest is rounded down to multiples as wide as a suppressed cell
     * and what is kept is shown as what that leaves of the total, so that not even the exact total tells more of it. What
     * was not drawn is rounded by itself: whoever knew how many those are would know how many more make the next multiple.
     * What was drawn is not rounded beside these two: three roundings would often tell it closer than any of them. That
     * width holds for the coverage by itself; what sizes and breakdowns tell beside it is in docs/privacy.md.
     */
    private Manifest.Coverage blurred(SizeRules wide) {
        long undrawn = conversations(Part::isUndrawn);
        long apart = conversations(part -> part.isUndrawn() && part.mayStandAlone());
        long ended = total - undrawn - conversations(Part::isKept);
        long hidden = wide.floored(ended) + wide.floored(undrawn - apart);
        long all = wide.nearest(total);
        long left = wide.nearest(apart);
        Map<Part, Long> counts = new LinkedHashMap<>();
        for (Part part : merged()) {
            counts.put(part, part.isKept() ? all - left - hidden : part.isUndrawn() ? left : hidden);
        }
        return shown(counts, all, wide.base());
    }

    private static Manifest.Coverage shown(Map<Part, Long> counts, long all, long rounding) {
        List<Manifest.Coverage.Part> shown = new ArrayList<>();
        counts.forEach((part, conversations) -> shown.add(new Manifest.Coverage.Part(
                part.name(),
                List.copyOf(part.states()),
                conversations,
                all == 0 ? 0 : Math.min(1, Math.rint(1000.0 * conversations / all) / 1000),
                rounding)));
        return new Manifest.Coverage(all, rounding, shown);
    }
}
