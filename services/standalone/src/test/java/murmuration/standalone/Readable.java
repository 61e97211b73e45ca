package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import murmuration.core.Minimums;
import murmuration.privacy.Inferred;
import murmuration.privacy.RandomRelease;
import murmuration.privacy.RandomRelease.Conversation;
import org.jspecify.annotations.Nullable;

/** Everything that answers of the API have said of one run, and what follows from it. */
final class Readable {
    static final String WHOLE = "";
    static final String TIME = "time";
    static final int BASE = 5;

    private static final String OTHER = "other";
    private static final String UNANSWERED = "unanswered";

    private final RandomRelease release;
    private final ReadableEnds ends;
    private final Map<String, String> parents = new TreeMap<>();
    private final Map<String, Double> shares = new TreeMap<>();
    /** Sizes and cells: by node, facet, kind and value. */
    private final Map<Place, Size> said = new HashMap<>();
    /** Every number that its export holds. */
    private final Set<String> numbers = new TreeSet<>();

    private record Place(String node, String facet, String kind, String value) {
        static Place size(String node) {
            return new Place(node, "", "size", "");
        }

        boolean isOther() {
            return kind.equals(OTHER);
        }

        String answer() {
            return kind.equals(UNANSWERED) ? "" : value;
        }
    }

    /** How large something is, as it is told. @param accounts the band */
    record Size(long conversations, Inferred.Range accounts) {
        static Size of(long conversations, String band) {
            String[] edges = band.split("–", -1);
            return new Size(
                    conversations, new Inferred.Range(Double.parseDouble(edges[0]), Double.parseDouble(edges[1])));
        }

        /** The conversations that it can stand for. */
        Inferred.Range exactly() {
            long least = RandomRelease.MINIMUMS.conversations();
            Inferred.Range nearest = nearest(conversations, BASE);
            return conversations == least ? new Inferred.Range(least, nearest.high()) : nearest;
        }
    }

    /** How much was attacked in vain: cells and ends that may not be told, coverages that blur what is kept. */
    record Tried(int cells, int ends, int blurred) {}

    Readable(RandomRelease release) {
        this.release = release;
        ends = new ReadableEnds(release);
        parents.put(WHOLE, "");
    }

    /** What a multiple of a step stands for, the nearest with halves up. */
    static Inferred.Range nearest(long shown, long step) {
        long below = step / 2;
        return new Inferred.Range(shown - below, shown + step - 1 - below);
    }

    static boolean isEnough(Collection<Conversation> here) {
        return RandomRelease.MINIMUMS.met(here.size(), accounts(here));
    }

    static long accounts(Collection<Conversation> here) {
        return here.stream().map(Conversation::account).distinct().count();
    }

    String run() {
        return release.run().runId();
    }

    /** Where its conversations ended. */
    ReadableEnds ends() {
        return ends;
    }

    /** What an export tells. */
    void told(JsonNode export) {
        numbers.addAll(numbers(export));
    }

    Set<String> numbers() {
        return numbers;
    }

    /** Every number that stands in an answer. */
    static Set<String> numbers(JsonNode answer) {
        Set<String> numbers = new TreeSet<>();
        if (answer.isNumber()) {
            numbers.add(answer.asText());
        }
        answer.forEach(each -> numbers.addAll(numbers(each)));
        return numbers;
    }

    /** Ids of the clusters that have been seen. */
    Set<String> clusters() {
        Set<String> ids = new TreeSet<>(parents.keySet());
        ids.remove(WHOLE);
        return ids;
    }

    /** A cluster as an answer shows it. @param parent by the tree; null elsewhere */
    void cluster(JsonNode cluster, @Nullable String parent) {
        String id = cluster.path("id").asText();
        parents.merge(id, parent == null ? cluster.path("parent").asText() : parent, (was, is) -> {
            assertThat(is).isEqualTo(was);
            return was;
        });
        number(Place.size(id), cluster);
        if (cluster.has("share")) {
            shares.put(id, cluster.path("share").asDouble());
        }
        cells(id, cluster);
    }

    /** Breakdowns and time line of a node. */
    void cells(String node, JsonNode of) {
        for (JsonNode breakdown : of.path("breakdowns")) {
            String facet = breakdown.path("facet").asText();
            for (JsonNode cell : breakdown.path("cells")) {
                String kind = cell.path("variable").asText();
                number(new Place(node, facet, kind, cell.path("value").asText()), cell);
            }
        }
        for (JsonNode stretch : of.path("timeline")) {
            String unit = stretch.path("unit").asText();
            number(new Place(node, TIME, unit, stretch.path("start").asText()), stretch);
        }
    }

    /** A row of the long form. */
    void row(List<String> row) {
        String facet = row.get(3);
        Place place =
                facet.equals("cluster") ? Place.size(row.get(1)) : new Place(row.get(1), facet, row.get(4), row.get(5));
        number(place, Size.of(Long.parseLong(row.get(6)), row.get(7)));
    }

    private void number(Place place, JsonNode of) {
        number(
                place,
                Size.of(
                        of.path("conversations").asLong(),
                        of.path("accountsBand").asText()));
    }

    private void number(Place place, Size size) {
        Minimums least = RandomRelease.MINIMUMS;
        assertThat(size.conversations())
                .as("%s", place)
                .isGreaterThanOrEqualTo(least.conversations())
                .matches(n -> n % BASE == 0);
        assertThat(size.accounts().low()).as("%s", place).isGreaterThanOrEqualTo(least.accounts());
        assertThat(size.accounts().width() + 1)
                .as("numbers of accounts that %s may have", place)
                .isGreaterThanOrEqualTo(least.accounts());
        assertThat(said.merge(place, size, (was, is) -> was))
                .as("%s is the same everywhere", place)
                .isEqualTo(size);
    }

    /** What is shown is true of enough people, and nothing smaller can be computed from all of it. */
    Tried check(String facet) {
        TrueEnds truth = TrueEnds.of(release, clusters());
        ends.checkParts(truth);
        checkShares();
        under().forEach((node, below) -> assertThat(node.isEmpty() || isEnough(members(below)))
                .as("%s", node)
                .isTrue());
        Inferred.Range kept = ends.kept(truth);
        Inferred.Range closest = kept;
        int cells = 0;
        for (String each : clusters().isEmpty() ? List.<String>of() : List.of(facet, TIME)) {
            ReadableTable table = new ReadableTable(this, each, kept);
            cells += table.check();
            closest = closest.and(table.kept().whole());
        }
        return new Tried(cells, ends.check(truth, closest), ends.isBlurred() ? 1 : 0);
    }

    /** Shares are of what the coverage shows as kept, and tell nothing more. */
    private void checkShares() {
        double whole = Math.max(BASE, ends.shownAsKept());
        shares.forEach((id, share) -> {
            Size size = Objects.requireNonNull(said.get(Place.size(id)));
            assertThat(share).isCloseTo(Math.min(1, size.conversations() / whole), within(1e-5));
        });
    }

    /** A node's row of a breakdown. */
    ReadableRow row(String node, String facet) {
        Map<String, Size> shown = new HashMap<>();
        List<Size> other = new ArrayList<>();
        said.forEach((place, size) -> {
            if (place.node().equals(node) && place.facet().equals(facet)) {
                if (place.isOther()) {
                    other.add(size);
                } else {
                    shown.put(place.answer(), size);
                }
            }
        });
        return new ReadableRow(shown, other.stream().findFirst(), Optional.ofNullable(said.get(Place.size(node))));
    }

    /** The buckets of the time line. */
    String unit() {
        return said.keySet().stream()
                .filter(place -> place.facet().equals(TIME) && !place.isOther())
                .map(Place::kind)
                .filter(kind -> !kind.equals(UNANSWERED))
                .findFirst()
                .orElse("week");
    }

    /** By node: the base clusters under it. */
    Map<String, Set<String>> under() {
        Map<String, Set<String>> under = new TreeMap<>();
        for (String leaf : clusters()) {
            if (!parents.containsValue(leaf)) {
                for (String node = leaf; !node.isEmpty(); node = parents.getOrDefault(node, WHOLE)) {
                    under.computeIfAbsent(node, any -> new TreeSet<>()).add(leaf);
                }
                under.computeIfAbsent(WHOLE, any -> new TreeSet<>()).add(leaf);
            }
        }
        return under;
    }

    /** Who is truly in these base clusters. */
    List<Conversation> members(Set<String> leaves) {
        return release.conversations().stream()
                .filter(each -> leaves.contains(release.id(0, each.base())))
                .toList();
    }
}
