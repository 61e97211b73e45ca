package murmuration.gateway.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import murmuration.core.Facet;
import murmuration.core.Facets;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** Reads which facets a run has: built-in ones by id, and questions of the user's own. */
final class FacetFields {
    private static final Predicate<String> CUSTOM_ID =
            Pattern.compile(Facets.OWN_ID).asMatchPredicate();
    /** The ids that a spec has which names none, as JSON. */
    static final String DEFAULT = "[\"request\",\"language\",\"concern\",\"turns\"]";

    private static final Fields.Range ANY = new Fields.Range(-1e12, 1e12);

    private FacetFields() {}

    /**
     * What a run asks.
     *
     * @param clustered id of the one that is clustered
     * @param models id → the model of its own that a facet asks
     */
    record Chosen(List<Facet> all, String clustered, Map<String, String> models) {
        /** Ids of those that a model is asked for; what has not the form of an id is a fault, and is not said back. */
        List<String> asked() {
            return all.stream()
                    .filter(facet -> Facets.source(facet) == Facets.Source.MODEL)
                    .map(Facet::id)
                    .filter(CUSTOM_ID)
                    .toList();
        }

        /** Whether what is clustered answers a question of the user's own. */
        boolean isCustomClustered() {
            return all.stream()
                    .anyMatch(facet -> facet.id().equals(clustered)
                            && facet instanceof Facet.Text
                            && Facets.find(clustered).isEmpty());
        }
    }

    /** @param offline whether the run's model is the embedded one, which has no others beside it */
    static Chosen read(Fields fields, boolean offline) {
        Map<String, String> models = new TreeMap<>();
        Map<String, Facet> all = new LinkedHashMap<>();
        builtIn(fields).forEach(facet -> all.put(facet.id(), facet));
        for (Fields one : fields.each("customFacets", SpecReader.MOST_FACETS)) {
            try (one) {
                Facet facet = custom(one);
                String model = one.text("model", ModelFields.LONGEST_NAME);
                if (model != null && offline) {
                    one.fault(
                            "model",
                            "is a model of a provider, and the model offline has none; name a provider under model");
                } else if (model != null && facet != null) {
                    models.put(facet.id(), model);
                }
                if (facet != null && all.putIfAbsent(facet.id(), facet) != null) {
                    one.fault("id", "is the id of another facet");
                }
            }
        }
        String clustered = clustered(fields, all);
        return new Chosen(List.copyOf(all.values()), clustered, models);
    }

    private static List<Facet> builtIn(Fields fields) {
        List<String> known = Facets.builtIn().stream().map(Facet::id).toList();
        List<String> ids = fields.texts(
                "facets",
                SpecReader.MOST_FACETS,
                id -> Facets.find(id).isPresent(),
                "is "
                        + Near.listed(Stream.concat(known.stream(), Stream.of("metadata.<key>", "labels.<key>"))
                                .toList())
                        + "; a question of your own goes under customFacets");
        List<String> wanted = fields.has("facets") ? ids : List.of(Json.read(DEFAULT, String[].class));
        return wanted.stream().flatMap(id -> Facets.find(id).stream()).toList();
    }

    /** The clustered facet; a built-in one that the list leaves out is put first. */
    private static String clustered(Fields fields, Map<String, Facet> all) {
        String wanted;
        try (Fields cluster = fields.inside("cluster")) {
            String text = cluster.text("facet", 64);
            wanted = text == null ? Facets.REQUEST.id() : text;
            cluster.node("k");
            Facet facet = all.containsKey(wanted)
                    ? all.get(wanted)
                    : Facets.find(wanted).orElse(null);
            if (!(facet instanceof Facet.Text)) {
                cluster.fault("facet", "is the id of a text facet of this run: request, task or one of customFacets");
            } else if (!all.containsKey(wanted)) {
                all.putIfAbsent(wanted, facet);
            }
        }
        return wanted;
    }

    private static @Nullable Facet custom(Fields one) {
        String id = one.text("id", 64);
        String question = one.text("question", SpecReader.LONGEST_TEXT);
        String type = one.word("type", List.of("text", "category", "number", "boolean"), "");
        for (String required : List.of("id", "question", "type")) {
            if (!one.has(required)) {
                one.fault(required, "is required");
            }
        }
        if (id != null && (!CUSTOM_ID.test(id) || Facets.find(id).isPresent())) {
            one.fault("id", "is a lower-case word that is no built-in facet: a letter, then letters, digits or _");
        }
        return id == null || question == null ? null : typed(one, id, type, question);
    }

    private static @Nullable Facet typed(Fields one, String id, String type, String question) {
        return switch (type) {
            case "text" -> new Facet.Text(id, question, orEmpty(one.text("criteria", SpecReader.LONGEST_TEXT)));
            case "category" -> category(one, id, question);
            case "number" -> number(one, id, question);
            case "boolean" -> new Facet.Flag(id, question);
            default -> {
                List.of("criteria", "domain", "open", "multiple", "low", "high").forEach(one::node);
                yield null;
            }
        };
    }

    private static Facet category(Fields one, String id, String question) {
        List<String> domain = new ArrayList<>(one.texts(
                "domain",
                SpecReader.MOST_VALUES,
                value -> !value.isBlank()
                        && value.length() <= 200
                        && value.chars().noneMatch(Character::isISOControl),
                "is a text of 1 to 200 characters on one line"));
        boolean open = one.flag("open", false);
        if (domain.size() < 2 && !open) {
            one.fault("domain", "holds at least two answers, or open is true");
        }
        return new Facet.Category(id, question, domain, open, one.flag("multiple", false));
    }

    private static Facet number(Fields one, String id, String question) {
        Double low = one.number("low", ANY);
        Double high = one.number("high", ANY);
        double from = low == null ? 0 : low;
        double to = high == null ? 100 : high;
        if (from >= to) {
            one.fault("high", "is greater than low");
        }
        return new Facet.Number(id, question, from, to);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
