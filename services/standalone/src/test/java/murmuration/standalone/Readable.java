package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import murmuration.privacy.Inferred;
import murmuration.privacy.RandomRelease;
import murmuration.privacy.RandomRelease.Conversation;

/** Everything that answers of the API have said of one run, and what follows from it. */
final class Readable {
    private static final String WHOLE = "";
    private static final int BASE = 5;

    private final RandomRelease release;
    private final Map<String, String> parents = new TreeMap<>();
    /** Sizes and cells: by node, facet, kind and value. */
    private final Map<Place, Long> said = new HashMap<>();
    /** Every number that its export holds. */
    private final Set<String> numbers = new TreeSet<>();

    private record Place(String node, String facet, String kind, String value) {}

    Readable(RandomRelease release) {
        this.release = release;
        parents.put(WHOLE, "");
    }

    String run() {
        return release.run().runId();
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

    /** A cluster as the tree, a list, a map, an export or its own page shows it. @param parent by the tree; null elsewhere */
    void cluster(JsonNode cluster, @org.jspecify.annotations.Nullable String parent) {
        String id = cluster.path("id").asText();
        parents.merge(id, parent == null ? cluster.path("parent").asText() : parent, (was, is) -> {
            assertThat(is).isEqualTo(was);
            return was;
        });
        number(
                new Place(id, "", "size", ""),
                cluster.path("conversations").asLong(),
                cluster.path("accountsBand").asText());
        cells(id, cluster);
    }

    /** Breakdowns and time line of a node. */
    void cells(String node, JsonNode of) {
        for (JsonNode breakdown : of.path("breakdowns")) {
            for (JsonNode cell : breakdown.path("cells")) {
                number(
                        new Place(
                                node,
                                breakdown.path("facet").asText(),
                                cell.path("variable").asText(),
                                cell.path("value").asText()),
                        cell.path("conversations").asLong(),
                        cell.path("accountsBand").asText());
            }
        }
        for (JsonNode stretch : of.path("timeline")) {
            number(
                    new Place(
                            node,
                            "time",
                            stretch.path("unit").asText(),
                            stretch.path("start").asText()),
                    stretch.path("conversations").asLong(),
                    stretch.path("accountsBand").asText());
        }
    }

    /** A row of the long form. */
    void row(List<String> row) {
        String facet = row.get(3);
        if (facet.equals("cluster")) {
            number(new Place(row.get(1), "", "size", ""), Long.parseLong(row.get(6)), row.get(7));
        } else {
            number(new Place(row.get(1), facet, row.get(4), row.get(5)), Long.parseLong(row.get(6)), row.get(7));
        }
    }

    private void number(Place place, long conversations, String band) {
        assertThat(conversations)
                .as("%s", place)
                .isGreaterThanOrEqualTo(RandomRelease.MINIMUMS.conversations())
                .matches(n -> n % BASE == 0);
        assertThat(Long.parseLong(band.split("–", -1)[0]))
                .as("%s", place)
                .isGreaterThanOrEqualTo(RandomRelease.MINIMUMS.accounts());
        assertThat(said.merge(place, conversations, (was, is) -> is))
                .as("%s is the same everywhere", place)
                .isEqualTo(conversations);
    }

    /** What is shown is true of enough people, and nothing smaller can be computed from all of it. Answers small cells. */
    int check(String facet) {
        List<String> leaves =
                clusters().stream().filter(id -> !parents.containsValue(id)).toList();
        Map<String, Set<String>> under = under(leaves);
        Map<String, List<Conversation>> of = new HashMap<>();
        under.forEach((node, below) -> of.put(node, members(below)));
        of.forEach((node, here) ->
                assertThat(node.isEmpty() || isEnough(here)).as("%s", node).isTrue());
        if (leaves.isEmpty()) {
            return 0;
        }
        String unit = said.keySet().stream()
                .filter(place -> place.facet().equals("time")
                        && !isOther(place.kind())
                        && !place.kind().equals("unanswered"))
                .map(Place::kind)
                .findFirst()
                .orElse("week");
        List<String> values = of.getOrDefault(WHOLE, List.of()).stream()
                .map(each -> value(each, facet, unit))
                .distinct()
                .sorted()
                .toList();
        List<Inferred.Known> known = new ArrayList<>();
        for (String node : under.keySet()) {
            Long size = said.get(new Place(node, "", "size", ""));
            if (size != null) {
                known.add(known(places(under.getOrDefault(node, Set.of()), leaves, values, value -> true), size));
            }
            Set<String> shown = new LinkedHashSet<>();
            for (Map.Entry<Place, Long> fact : said.entrySet()) {
                Place place = fact.getKey();
                if (place.node().equals(node) && place.facet().equals(facet) && !isOther(place.kind())) {
                    String value = place.kind().equals("unanswered") ? "" : place.value();
                    shown.add(value);
                    known.add(known(
                            places(under.getOrDefault(node, Set.of()), leaves, values, value::equals),
                            fact.getValue()));
                    assertThat(isEnough(of.getOrDefault(node, List.of()).stream()
                                    .filter(each -> value(each, facet, unit).equals(value))
                                    .toList()))
                            .as("%s", place)
                            .isTrue();
                }
            }
            said.entrySet().stream()
                    .filter(fact -> fact.getKey().node().equals(node)
                            && fact.getKey().facet().equals(facet)
                            && isOther(fact.getKey().kind()))
                    .forEach(fact -> known.add(known(
                            places(under.getOrDefault(node, Set.of()), leaves, values, value -> !shown.contains(value)),
                            fact.getValue())));
        }
        Inferred inferred = new Inferred(leaves.size() * values.size(), known);
        int small = 0;
        for (String node : under.keySet()) {
            for (String value : values) {
                List<Conversation> cell = of.getOrDefault(node, List.of()).stream()
                        .filter(each -> value(each, facet, unit).equals(value))
                        .toList();
                if (!cell.isEmpty() && !isEnough(cell)) {
                    small++;
                    assertThat(inferred.range(
                                    places(under.getOrDefault(node, Set.of()), leaves, values, value::equals)))
                            .as("run %s, node %s, %s %s: %d", release.run().runId(), node, facet, value, cell.size())
                            .isGreaterThanOrEqualTo(RandomRelease.MINIMUMS.conversations() - 1e-6);
                }
            }
        }
        return small;
    }

    private static boolean isOther(String kind) {
        return kind.equals("other");
    }

    private static String value(Conversation each, String facet, String unit) {
        if (!facet.equals("time")) {
            return each.answer(facet);
        }
        LocalDate day = each.day();
        return (switch (unit) {
                    case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                    case "month" -> day.withDayOfMonth(1);
                    default -> day;
                })
                .toString();
    }

    /** What a rounded number can stand for. */
    private static Inferred.Known known(Set<Integer> of, long rounded) {
        long least = RandomRelease.MINIMUMS.conversations();
        return new Inferred.Known(of, rounded == least ? least : rounded - 2, rounded + 2);
    }

    private static Set<Integer> places(
            Set<String> below, List<String> leaves, List<String> values, Predicate<String> which) {
        Set<Integer> places = new HashSet<>();
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            for (int value = 0; value < values.size(); value++) {
                if (below.contains(leaves.get(leaf)) && which.test(values.get(value))) {
                    places.add(leaf * values.size() + value);
                }
            }
        }
        return places;
    }

    /** By node: the leaves under it. */
    private Map<String, Set<String>> under(List<String> leaves) {
        Map<String, Set<String>> under = new TreeMap<>();
        for (String leaf : leaves) {
            for (String node = leaf; !node.isEmpty(); node = parents.getOrDefault(node, WHOLE)) {
                under.computeIfAbsent(node, any -> new TreeSet<>()).add(leaf);
            }
            under.computeIfAbsent(WHOLE, any -> new TreeSet<>()).add(leaf);
        }
        return under;
    }

    private List<Conversation> members(Set<String> leaves) {
        return release.conversations().stream()
                .filter(each -> leaves.contains(release.id(0, each.base())))
                .toList();
    }

    private static boolean isEnough(List<Conversation> here) {
        return RandomRelease.MINIMUMS.met(
                here.size(), here.stream().map(Conversation::account).distinct().count());
    }
}
