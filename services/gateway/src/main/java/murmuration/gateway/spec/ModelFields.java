package murmuration.gateway.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.core.Purpose;
import murmuration.core.RunSpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads which language model a run asks.
 *
 * @param concurrency questions at a time; null where the spec does not say
 * @param batch whether the provider's batches are used
 */
record ModelFields(RunSpec.Model model, @Nullable Integer concurrency, boolean batch) {
    static final int MOST_AT_ONCE = 1_000;
    static final int LONGEST_NAME = 200;

    static ModelFields read(Fields fields) {
        try (Fields model = fields.inside("model")) {
            String provider = model.word("provider", List.of("offline", "anthropic", "openai"), "offline");
            if (provider.equals("offline")) {
                if (model.flag("batch", false)) {
                    model.fault("batch", "is for anthropic and openai; offline has no batches");
                }
                return new ModelFields(RunSpec.Model.OFFLINE, null, false);
            }
            String name = model.text("name", LONGEST_NAME);
            if (!model.has("name")) {
                model.fault("name", "is required: the model as " + provider + " calls it");
            }
            // read once the run's facets are known
            model.node("facets");
            return new ModelFields(
                    new RunSpec.Model(provider, name, baseUrl(model), purposes(model), null, calls(model)),
                    model.whole("concurrency", new Fields.Range(1, MOST_AT_ONCE)),
                    model.flag("batch", false));
        }
    }

    /** Null where facets are asked together, as they are where nothing is said. */
    private static RunSpec.@Nullable Calls calls(Fields model) {
        return model.word("calls", List.of("combined", "separate"), "combined").equals("separate")
                ? RunSpec.Calls.SEPARATE
                : null;
    }

    /** Where a model answers; null: at its provider's own address. */
    static @Nullable String baseUrl(Fields model) {
        String text = model.text("baseUrl", LONGEST_NAME);
        if (text != null && !isAddress(text)) {
            model.fault("baseUrl", "is an address like http://localhost:11434/v1, without user, password or query");
            return null;
        }
        return text;
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = new URI(text);
            return List.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The models of their own that facets of the run have, under customFacets or here: id → model. */
    static Map<String, String> facets(Fields fields, FacetFields.Chosen run) {
        Map<String, String> models = new TreeMap<>(run.models());
        // what else the model has is known to whoever reads it
        try (Fields facets = fields.inside("model").inside("facets")) {
            for (String id : run.asked()) {
                String name = facets.text(id, LONGEST_NAME);
                if (name != null && models.putIfAbsent(id, name) != null) {
                    facets.fault(id, "has a model of its own under customFacets");
                }
            }
        }
        return models;
    }

    private static @Nullable Map<Purpose, String> purposes(Fields model) {
        Map<Purpose, String> names = new EnumMap<>(Purpose.class);
        try (Fields purposes = model.inside("purposes")) {
            for (Purpose purpose : Purpose.questions()) {
                try (Fields one = purposes.inside(purpose.name())) {
                    String name = one.text("name", LONGEST_NAME);
                    if (name != null) {
                        names.put(purpose, name);
                    }
                }
            }
        }
        return names.isEmpty() ? null : names;
    }
}
