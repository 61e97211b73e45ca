package murmuration.extraction;

import io.opentelemetry.context.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.runtime.Assignment;

/**
 * Who works on conversations. The embedded model computes: all runs share the process's own threads. Another one is waited for:
 * each run has as many virtual threads as its questions need, whatever the number of its batches. Thread-safe.
 */
final class Workers {
    private static final int RUNS_KEPT = 8;

    private final ExecutorService computing;
    private final ToIntFunction<RunSpec> askingThreads;
    private final Map<RunKey, ExecutorService> asking = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RunKey, ExecutorService> eldest) {
            boolean over = size() > RUNS_KEPT;
            if (over) {
                // what is under way comes to its end
                eldest.getValue().shutdown();
            }
            return over;
        }
    };

    /** @param askingThreads as many as a run's questions need */
    Workers(ExecutorService computing, ToIntFunction<RunSpec> askingThreads) {
        this.computing = computing;
        this.askingThreads = askingThreads;
    }

    synchronized ExecutorService of(Assignment run) {
        if (run.spec().model().embedded()) {
            return computing;
        }
        ExecutorService workers = asking.get(run.run());
        if (workers == null || workers.isShutdown()) {
            workers = Context.taskWrapping(Executors.newFixedThreadPool(
                    askingThreads.applyAsInt(run.spec()),
                    Thread.ofVirtual().name("asking-", 0).factory()));
            asking.put(run.run(), workers);
        }
        return workers;
    }
}
