package murmuration.hierarchy;

import java.util.function.Function;
import murmuration.core.ErrorCode;
import murmuration.core.Facet;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;

/** What the service is to do for a run, and which model answers for it. */
final class Runs {
    private final Database database;
    private final Function<Assignment, LanguageModel> models;
    private final LanguageModel embedded;

    Runs(Database database, Function<Assignment, LanguageModel> models, LanguageModel embedded) {
        this.database = database;
        this.models = models;
        this.embedded = embedded;
    }

    /** What the run is to do, and on what. */
    Assignment assignment(RunKey run) {
        return Assignment.of(database, run);
    }

    /** The run's spec. */
    RunSpec spec(RunKey run) {
        return Assignment.of(database, run).spec();
    }

    /** The model that the run asks. */
    LanguageModel model(RunKey run) {
        return models.apply(Assignment.of(database, run));
    }

    /** The model that names, of words that enough accounts share, what the run's own does not. */
    LanguageModel embedded() {
        return embedded;
    }

    /** What a description of the clustered facet is to keep to. */
    static String criteria(RunSpec spec) {
        return spec.facets().stream()
                .filter(facet -> facet.id().equals(spec.cluster().facet()))
                .filter(Facet.Text.class::isInstance)
                .map(facet -> ((Facet.Text) facet).criteria())
                .findFirst()
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.INVALID_INPUT, "the clustered facet is not a text facet of the run"));
    }
}
