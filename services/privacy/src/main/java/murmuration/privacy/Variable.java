package murmuration.privacy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.core.Facet;
import murmuration.core.Facets;

/** What a breakdown counts by, and how its answers are read from the rows. */
sealed interface Variable {
    /** The facet's id, or {@code time}. */
    String facet();

    /** AnswerRows from a domain that was declared before anyone answered. */
    record Closed(String facet, List<String> domain) implements Variable {
        private static final int SHORT = 20;

        public Closed {
            domain = List.copyOf(domain);
        }

        /** Whether it is too long to be shown in its own order. */
        boolean isLong() {
            return domain.size() > SHORT;
        }
    }

    /** AnswerRows that people or their data chose. */
    record Open(String facet, String criteria) implements Variable {}

    /** Numbers in bins: bin {@code i} holds what is at or over edge {@code i - 1} and below edge {@code i}. */
    record Binned(String facet, List<Double> edges, List<String> labels) implements Variable {
        public Binned {
            edges = List.copyOf(edges);
            labels = List.copyOf(labels);
        }
    }

    /** When conversations began. */
    record Time(Unit unit) implements Variable {
        @Override
        public String facet() {
            return "time";
        }
    }

    /** Width of a bucket of time, as PostgreSQL names it; weeks begin on Monday. */
    enum Unit {
        DAY,
        WEEK,
        MONTH;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a facet is broken down; a text facet never is. */
    static Optional<Variable> of(Facet facet) {
        return switch (facet) {
            case Facet.Text text -> Optional.empty();
            case Facet.Flag flag -> Optional.of(new Closed(flag.id(), List.of("yes", "no")));
            case Facet.Number number -> Optional.of(binned(number));
            case Facet.Category category -> Optional.of(category(category));
        };
    }

    private static Variable category(Facet.Category facet) {
        if (facet.id().equals(Facets.LANGUAGE.id())) {
            return new Closed(facet.id(), languages());
        }
        boolean open = facet.open() || facet.domain().isEmpty();
        return open ? new Open(facet.id(), facet.question()) : new Closed(facet.id(), facet.domain());
    }

    private static List<String> languages() {
        Set<String> names = new TreeSet<>(List.of("unknown"));
        for (String code : Locale.getISOLanguages()) {
            names.add(Locale.of(code).getDisplayLanguage(Locale.ENGLISH));
        }
        return List.copyOf(names);
    }

    private static Variable binned(Facet.Number facet) {
        return switch (facet.id()) {
            case "turns" -> bins("turns", 2, 3, 5, 9);
            case "length" -> bins("length", 250, 1_000, 4_000, 16_000, 64_000);
            case "hour" -> named("hour", List.of("0–5", "6–11", "12–17", "18–23"), 6, 12, 18);
            default -> general(facet);
        };
    }

    private static Variable general(Facet.Number facet) {
        double width = facet.bound() - facet.low();
        if (width <= 20 && facet.low() == Math.rint(facet.low())) {
            double[] whole = IntStream.rangeClosed(0, (int) width)
                    .mapToDouble(i -> facet.low() + i)
                    .toArray();
            return named(
                    facet.id(),
                    Arrays.stream(whole).mapToObj(Variable::whole).toList(),
                    Arrays.copyOfRange(whole, 1, whole.length));
        }
        if (width < 1e12) {
            return bins(
                    facet.id(),
                    IntStream.range(1, 5)
                            .mapToDouble(i -> Math.rint(facet.low() + width * i / 5))
                            .distinct()
                            .toArray());
        }
        return bins(facet.id(), 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000);
    }

    private static Variable bins(String facet, double... edges) {
        List<String> labels = IntStream.rangeClosed(0, edges.length)
                .mapToObj(i -> label(i == 0 ? Double.NaN : edges[i - 1], i == edges.length ? Double.NaN : edges[i]))
                .collect(Collectors.toList());
        if (edges.length > 1 && edges[1] - edges[0] == 1) {
            labels.set(0, whole(edges[0] - 1));
        }
        return named(facet, labels, edges);
    }

    private static Variable named(String facet, List<String> labels, double... edges) {
        return new Binned(facet, Arrays.stream(edges).boxed().toList(), labels);
    }

    private static String label(double from, double below) {
        if (Double.isNaN(from)) {
            return "under " + whole(below);
        }
        if (Double.isNaN(below)) {
            return whole(from) + "+";
        }
        return below - from == 1 ? whole(from) : whole(from) + "–" + whole(below - 1);
    }

    private static String whole(double number) {
        return String.format(Locale.ENGLISH, "%,d", (long) number);
    }
}
