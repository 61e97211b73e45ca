package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import murmuration.gateway.Comparison.Release;

/** What a reader must know of two releases that stand side by side: whole sentences, the most important first. */
final class ComparisonNotes {
    /** Parts of a spec that have no sentence of their own. */
    private static final List<String> PARTS =
            List.of("accounts", "cluster", "facets", "hierarchy", "privacy", "sampling", "screen", "seed");

    private final Release before;
    private final Release after;
    private final List<String> said = new ArrayList<>();

    private ComparisonNotes(Release before, Release after) {
        this.before = before;
        this.after = after;
    }

    static List<String> of(Release before, Release after) {
        ComparisonNotes notes = new ComparisonNotes(before, after);
        if (before.clusters().isEmpty() || after.clusters().isEmpty()) {
            notes.nothing();
        } else {
            notes.levels();
            notes.growth();
        }
        notes.data();
        notes.minimums();
        notes.words();
        notes.spec();
        return List.copyOf(notes.said);
    }

    private void nothing() {
        said.add("Nothing can be compared: "
                + which(release -> release.clusters().isEmpty()) + " shows nothing.");
    }

    private void levels() {
        TreeSet<Integer> one = new TreeSet<>(before.levels());
        one.addAll(after.levels());
        one.removeIf(level -> before.levels().contains(level) && after.levels().contains(level));
        if (!one.isEmpty()) {
            said.add("Only one of the runs has level "
                    + one.stream().map(String::valueOf).collect(Collectors.joining(" and "))
                    + ", which is not compared; what stands at one level may be of different breadth.");
        }
    }

    private void growth() {
        Predicate<Release> untested = release -> release.precision().isEmpty();
        if (untested.test(before) || untested.test(after)) {
            said.add("No cluster is said to have grown or shrunk: " + which(untested)
                    + " does not tell how many accounts it counts, or at most how many conversations of one.");
        } else {
            said.add(
                    "A cluster has grown or shrunk where its share differs by more than rounding, noise and chance explain,"
                            + " with the account as the unit: the chance that any is told without cause is at most 5 %.");
        }
        Predicate<Release> noisy = release ->
                release.run().manifest().path("compared").path("near").asBoolean();
        if (noisy.test(before) || noisy.test(after)) {
            said.add(
                    "Numbers of " + which(noisy) + " carry noise, about as large as the smallest group that is shown.");
        }
    }

    private void data() {
        for (Release release : List.of(before, after)) {
            Optional.ofNullable(release.run().erasedAt())
                    .ifPresent(at -> said.add("Some of the conversations that " + name(release)
                            + " counts have been erased since, on " + LocalDate.ofInstant(at, ZoneOffset.UTC) + "."));
        }
        if (before.run().datasetId().equals(after.run().datasetId())) {
            said.add("Both count conversations of the same data set.");
        }
    }

    private void minimums() {
        if (differ("minimums")) {
            said.add("The minimums differ: " + least(before) + " in the first, " + least(after)
                    + " in the second. What is new or gone may only lie between them.");
        }
        if (differ("threshold")) {
            said.add("The audit asks for a rating of at least "
                    + in(before, "threshold").asText() + " in the first and "
                    + in(after, "threshold").asText() + " in the second: a text may be withheld in one of them only.");
        }
    }

    private static String least(Release release) {
        JsonNode least = in(release, "minimums");
        return least.path("conversations").asText() + " conversations of "
                + least.path("accounts").asText() + " accounts";
    }

    private void words() {
        if (!model(before).equals(model(after)) || differ("prompts")) {
            said.add("Clusters are named by " + model(before) + " in the first and " + model(after)
                    + " in the second, or are asked for otherwise: the same group may go by other words, and count as gone"
                    + " and new.");
        }
        if (differ("embedding")) {
            said.add("Conversations are grouped by the vectors of another model: the groups may be cut otherwise.");
        }
    }

    private void spec() {
        String parts = PARTS.stream()
                .filter(part ->
                        !in(before, "spec").path(part).equals(in(after, "spec").path(part)))
                .collect(Collectors.joining(", "));
        if (!parts.isEmpty()) {
            said.add("The specs differ in: " + parts + ".");
        }
    }

    private boolean differ(String part) {
        return !in(before, part).equals(in(after, part));
    }

    private static String model(Release release) {
        return in(release, "model").asText();
    }

    private static JsonNode in(Release release, String part) {
        return release.run().manifest().path(part);
    }

    /** The first run, the second, or both. */
    private String which(Predicate<Release> of) {
        return of.test(before) && of.test(after) ? "each of the runs" : name(of.test(before) ? before : after);
    }

    @SuppressWarnings("ReferenceEquality") // a run may be compared with itself
    private String name(Release release) {
        return release == before ? "the first run" : "the second run";
    }
}
