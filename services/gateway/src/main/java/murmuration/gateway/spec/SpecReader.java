package murmuration.gateway.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import murmuration.core.Facets;
import murmuration.core.RunSpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spec as a person writes it into a complete one: everything but the data set has a default. Collects all faults
 * instead of stopping at the first.
 */
public final class SpecReader {
    static final String FACET_ID = "^(" + Facets.OWN_ID + "|" + Facets.IMPORTED_ID + ")$";
    static final String TIME = "^\\d{4}-\\d{2}-\\d{2}([Tt]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?([Zz]|[+-]\\d{2}:\\d{2}))?$";
    static final int MOST_FACETS = 40;
    static final int MOST_VALUES = 200;
    static final int MOST_CLUSTERS = 100_000;
    static final int LONGEST_TEXT = 2_000;
    static final int HIGHEST_MINIMUM = 1_000_000;

    private static final long SEED = 7;
    private static final Fields.Range COUNT = new Fields.Range(1, Integer.MAX_VALUE);

    private final Function<String, Optional<DatasetFacts>> datasets;

    /** @param datasets finds a data set by id or name */
    public SpecReader(Function<String, Optional<DatasetFacts>> datasets) {
        this.datasets = datasets;
    }

    /** Reads one spec. */
    public SpecReading read(JsonNode document) {
        List<Fault> faults = new ArrayList<>();
        RunSpec spec;
        try (Fields fields = new Fields(document, faults)) {
            spec = spec(fields);
        }
        return new SpecReading(faults.isEmpty() ? Optional.of(spec) : Optional.empty(), faults);
    }

    private RunSpec spec(Fields fields) {
        String name = fields.text("name", 200);
        DatasetFacts dataset = dataset(fields);
        RunSpec.Sampling sampling = sampling(fields);
        ModelFields model = ModelFields.read(fields);
        FacetFields.Chosen facets = FacetFields.read(fields, model.model().embedded());
        RunSpec.Screen screen = screen(fields, model);
        RunSpec.Accounts accounts = constant(
                RunSpec.Accounts.class,
                fields.word("accounts", List.of("required", "one-per-conversation"), "required"));
        Integer k = null;
        try (Fields cluster = fields.inside("cluster")) {
            cluster.node("facet");
            if (model.model().embedded() && facets.isCustomClustered()) {
                cluster.fault(
                        "facet",
                        "is request or task with the model offline, which answers no question of your own; name another model");
            }
            k = cluster.whole("k", new Fields.Range(2, MOST_CLUSTERS), "auto");
        }
        MinimumsFields minimums = MinimumsFields.read(fields, dataset.conversations(), accounts);
        return new RunSpec(
                dataset.id(),
                sampling,
                facets.all(),
                screen,
                accounts,
                new RunSpec.Cluster(facets.clustered(), k),
                hierarchy(fields),
                minimums.minimums(),
                minimums.privacy(),
                model.model().withFacets(ModelFields.facets(fields, facets)),
                EmbeddingFields.read(fields),
                fields.longNumber("seed", SEED),
                new RunSpec.Beside(
                        name == null ? dataset.name() : name, budget(fields), model.concurrency(), model.batch()));
    }

    private DatasetFacts dataset(Fields fields) {
        String wanted = fields.text("dataset", 200);
        if (wanted == null) {
            if (!fields.has("dataset")) {
                fields.fault("dataset", "is required: the id or name of a data set");
            }
            return unknown();
        }
        return datasets.apply(wanted).orElseGet(() -> {
            fields.fault("dataset", "is the id or name of no data set");
            return unknown();
        });
    }

    private static DatasetFacts unknown() {
        return new DatasetFacts("", "", 0);
    }

    private static RunSpec.Sampling sampling(Fields fields) {
        try (Fields sampling = fields.inside("sampling")) {
            RunSpec.Strategy strategy = constant(
                    RunSpec.Strategy.class,
                    sampling.word("strategy", List.of("conversations", "completions"), "conversations"));
            Integer max = sampling.whole("max", COUNT, "all");
            Integer perAccount = sampling.has("perAccount")
                    ? sampling.whole("perAccount", COUNT, "off")
                    : Integer.valueOf(RunSpec.PER_ACCOUNT);
            sampling.node("perAccount");
            Instant from = time(sampling, "from");
            Instant to = time(sampling, "to");
            if (from != null && to != null && !from.isBefore(to)) {
                sampling.fault("to", "is after from");
            }
            return new RunSpec.Sampling(strategy, max, perAccount, from, to);
        }
    }

    private static @Nullable Instant time(Fields fields, String name) {
        String text = fields.text(name, 40);
        if (text == null) {
            return null;
        }
        try {
            Instant time = text.length() == "2025-11-17".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            if (!time.equals(time.truncatedTo(ChronoUnit.HOURS))) {
                // what a window as fine as that draws would tell when single conversations began
                fields.fault(name, "is a whole hour in UTC");
            }
            return time;
        } catch (DateTimeException e) {
            fields.fault(name, "is a date like 2025-11-17, or a whole hour like 2025-11-17T08:00:00Z");
            return null;
        }
    }

    private static RunSpec.@Nullable Screen screen(Fields fields, ModelFields model) {
        if (!fields.has("screen")) {
            fields.node("screen");
            return null;
        }
        if (model.model().embedded()) {
            fields.fault(
                    "screen",
                    "is a question that the model offline cannot answer; leave it out, or name another model");
        }
        try (Fields screen = fields.inside("screen")) {
            String question = screen.text("question", LONGEST_TEXT);
            if (question == null) {
                if (!screen.has("question")) {
                    screen.fault("question", "is required");
                }
                return null;
            }
            return new RunSpec.Screen(question);
        }
    }

    private static RunSpec.Hierarchy hierarchy(Fields fields) {
        try (Fields hierarchy = fields.inside("hierarchy")) {
            return new RunSpec.Hierarchy(hierarchy.whole("top", new Fields.Range(2, 1000), "auto"));
        }
    }

    private static @Nullable Double budget(Fields fields) {
        try (Fields budget = fields.inside("budget")) {
            return budget.number("usd", new Fields.Range(0, 1e9));
        }
    }

    /** The constant that a word of a spec stands for. */
    static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
