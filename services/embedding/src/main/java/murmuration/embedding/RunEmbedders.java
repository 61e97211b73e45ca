package murmuration.embedding;

import static murmuration.core.MurmurationException.require;

import java.util.function.Function;
import murmuration.core.Embedder;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.PerRun;

/** The one embedding model of each run: the embedded one, or one at an endpoint. Thread-safe. */
final class RunEmbedders {
    private final Database database;
    private final Embedder embedded;
    private final Function<Assignment, Embedder> endpoints;
    private final PerRun<Embedder> embedders = new PerRun<>(this::made);

    /** @param endpoints makes what asks a run's endpoint */
    RunEmbedders(Database database, Embedder embedded, Function<Assignment, Embedder> endpoints) {
        this.database = database;
        this.embedded = embedded;
        this.endpoints = endpoints;
    }

    Embedder of(RunKey run) {
        return embedders.of(Assignment.of(database, run));
    }

    private Embedder made(Assignment run) {
        RunSpec.Embedding spec = run.spec().embedding();
        if (!spec.embedded()) {
            return endpoints.apply(run);
        }
        String here = embedded.model().id();
        require(spec.name().equals(here), "the run asks for %s, here is %s", spec.name(), here);
        return embedded;
    }
}
