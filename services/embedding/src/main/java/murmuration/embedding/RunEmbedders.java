package murmuration.embedding;

import static murmuration.core.MurmurationException.require;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import murmuration.core.Embedder;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;

/** The one embedding model of each run: the embedded one, or one at an endpoint. Thread-safe. */
final class RunEmbedders {
    private static final int KEPT = 4;

    private final Database database;
    private final Embedder embedded;
    private final Function<Assignment, Embedder> endpoints;
    private final Map<Of, Embedder> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Of, Embedder> eldest) {
            return size() > KEPT;
        }
    };

    /** A run that starts over without what was erased has a data set of another digest, and keeps other vectors. */
    private record Of(RunKey run, String datasetDigest) {}

    /** @param endpoints makes what asks a run's endpoint */
    RunEmbedders(Database database, Embedder embedded, Function<Assignment, Embedder> endpoints) {
        this.database = database;
        this.embedded = embedded;
        this.endpoints = endpoints;
    }

    synchronized Embedder of(RunKey run) {
        Assignment now = Assignment.of(database, run);
        Of key = new Of(run, now.datasetDigest());
        Embedder embedder = kept.get(key);
        if (embedder == null) {
            embedder = made(now);
            kept.put(key, embedder);
        }
        return embedder;
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
