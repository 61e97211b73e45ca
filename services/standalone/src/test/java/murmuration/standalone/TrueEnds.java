package murmuration.standalone;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.EndState;
import murmuration.core.Minimums;
import murmuration.privacy.RandomRelease;

/**
 * Where the conversations of a made-up run truly ended, as a coverage names it, but for what was not drawn, which is
 * told apart by why.
 */
record TrueEnds(SortedMap<String, End> ends) {
    static final String KEPT = "kept";
    static final String NOT_DRAWN = "not_drawn";
    static final String NOT_SAMPLED = name(EndState.NOT_SAMPLED);

    /** Together what was not drawn. */
    static final Set<String> UNDRAWN = Set.of(NOT_SAMPLED, name(EndState.CAPPED), name(EndState.EXCLUDED));

    /** Ends of conversations that are in clusters which are not shown. */
    static final Set<String> OF_CLUSTERS = Set.of("under_minimums", "withheld");

    /** Which of those that may have a line goes into the last one, in this order. */
    private static final List<String> HOSTS = List.of(
            "withheld",
            "under_minimums",
            "unanswered",
            "refused",
            "too_long",
            "unparseable",
            "provider_error",
            "quarantined",
            "screened_out");

    /** All of them. */
    static final List<String> NAMES = names();

    private static final End NOTHING = new End(0, 0, 0);

    /** How much ended so. @param accounts at least @param clusters how many that are not shown it holds */
    record End(long conversations, long accounts, int clusters) {
        /** Whether a coverage may give it a line. */
        boolean mayStandAlone() {
            return conversations >= Minimums.FLOOR && accounts >= Minimums.FLOOR && clusters != 1;
        }
    }

    /** @param published ids of the clusters that are shown */
    static TrueEnds of(RandomRelease release, Set<String> published) {
        Map<String, List<Integer>> accounts = new TreeMap<>();
        Map<String, Integer> clusters = new TreeMap<>();
        for (int k = 0; k < release.parents().size(); k++) {
            int base = k;
            List<RandomRelease.Conversation> here = release.conversations().stream()
                    .filter(each -> each.base() == base)
                    .toList();
            String name = published.contains(release.id(0, k))
                    ? KEPT
                    : Readable.isEnough(here) ? "withheld" : "under_minimums";
            clusters.merge(name, name.equals(KEPT) ? 0 : 1, Integer::sum);
            here.forEach(each -> add(accounts, name, each.account()));
        }
        release.ends().ended().forEach(each -> add(accounts, name(each.state()), each.account()));
        SortedMap<String, End> ends = new TreeMap<>();
        accounts.forEach((name, of) ->
                ends.put(name, new End(of.size(), of.stream().distinct().count(), clusters.getOrDefault(name, 0))));
        for (EndState state : EndState.values()) {
            if (UNDRAWN.contains(name(state))) {
                int conversations = release.ends().undrawn(state);
                // those that a maximum leaves out are anybody's; a cap leaves out one account's, and a window may
                ends.put(name(state), new End(conversations, state == EndState.NOT_SAMPLED ? conversations : 0, 0));
            }
        }
        return new TrueEnds(ends);
    }

    private static void add(Map<String, List<Integer>> accounts, String name, int account) {
        accounts.computeIfAbsent(name, any -> new ArrayList<>()).add(account);
    }

    static String name(EndState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of(KEPT));
        for (EndState state : EndState.values()) {
            if (state != EndState.OK && state != EndState.ERASED) {
                names.add(name(state));
            }
        }
        names.addAll(new TreeSet<>(OF_CLUSTERS));
        return List.copyOf(names);
    }

    /** What a coverage names beside what is kept. */
    static SortedSet<String> covered() {
        SortedSet<String> covered = new TreeSet<>(NAMES);
        covered.removeAll(UNDRAWN);
        covered.remove(KEPT);
        covered.add(NOT_DRAWN);
        return covered;
    }

    /** Indices into all names. */
    static Set<Integer> places(Collection<String> of) {
        return single(of).map(NAMES::indexOf).collect(Collectors.toSet());
    }

    private static Stream<String> single(Collection<String> names) {
        return names.stream().flatMap(name -> name.equals(NOT_DRAWN) ? UNDRAWN.stream() : Stream.of(name));
    }

    /** What one of them holds. */
    End end(String name) {
        return ends.getOrDefault(name, NOTHING);
    }

    /** How many conversations ended in any of these ways. */
    long conversations(Collection<String> of) {
        return single(of).mapToLong(name -> end(name).conversations()).sum();
    }

    /** Those that a coverage may give a line of their own, beside what is kept. */
    SortedSet<String> alone() {
        SortedSet<String> alone = covered();
        alone.removeIf(name -> !end(name.equals(NOT_DRAWN) ? NOT_SAMPLED : name).mayStandAlone());
        return alone;
    }

    /** Which of these the last line takes in, and is called by. */
    Optional<String> host() {
        Set<String> alone = alone();
        return HOSTS.stream().filter(alone::contains).findFirst();
    }

    /** Those of single conversations that may have no line; how many the maximum left out is known to whoever knows it. */
    List<String> small() {
        return NAMES.stream()
                .filter(name -> !KEPT.equals(name) && !NOT_SAMPLED.equals(name) && !OF_CLUSTERS.contains(name))
                .filter(name -> !end(name).mayStandAlone())
                .toList();
    }
}
