package murmuration.workflows.runs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has been held for as long as it is to be held (docs/decisions/0030). Any number of processes may have one: each
 * tenant's turn is taken by one of them in an interval. What breaks off is done in the next.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final RetentionRows rows;
    private final Erasure erasure;
    private final Limits limits;
    private final SafetyRuns safety;

    /** Retention over these rows, and over what services hold; safety runs have a time of their own. */
    public Retention(RetentionRows rows, Erasure erasure, Limits limits, SafetyRuns safety) {
        this.rows = rows;
        this.erasure = erasure;
        this.limits = limits;
        this.safety = safety;
    }

    /**
     * For how long things are held; what is absent, for ever.
     *
     * @param runs from the end of a run on
     * @param conversations of a data set, from its import on
     */
    public record Limits(Map<Held, Duration> runs, Optional<Duration> conversations) {
        public Limits {
            runs = new TreeMap<>(runs);
        }
    }

    /**
     * Goes through all tenants whose turn it is: an interval has passed since the last. Whether nothing broke off, and it was
     * anybody's turn, if there is anybody.
     */
    public boolean pass(Duration interval) {
        List<String> tenants = rows.tenants();
        List<String> turns =
                tenants.stream().filter(tenant -> rows.turn(tenant, interval)).toList();
        boolean whole = tenants.isEmpty() || !turns.isEmpty();
        for (String tenant : turns) {
            whole &= pass(tenant);
        }
        return whole;
    }

    private boolean pass(String tenant) {
        boolean whole = attempt(safety.due(tenant), safety::expire);
        for (Map.Entry<Held, Duration> held : limits.runs().entrySet()) {
            Duration limit = held.getValue();
            whole &= attempt(rows.due(tenant, held.getKey(), limit), run -> expire(run, held.getKey(), limit));
        }
        if (limits.conversations().isPresent()) {
            Duration limit = limits.conversations().get();
            whole &= attempt(rows.due(tenant, limit), dataset -> empty(dataset, limit));
        }
        return whole;
    }

    private void expire(RunKey run, Held held, Duration limit) {
        if (rows.expire(run, held, limit, () -> erasure.expired(run, held))) {
            LOG.info("retention: run={} gone={}", run.runId(), held);
        }
    }

    /** What is published of its runs stays, and says that its conversations are gone. */
    private void empty(DatasetKey dataset, Duration limit) {
        if (!rows.emptying(dataset, limit)) {
            return;
        }
        Map<String, Long> removed = new TreeMap<>(erasure.conversations(dataset));
        rows.over(dataset)
                .forEach((run, shown) -> (shown ? erasure.published(run) : erasure.unfinished(run))
                        .forEach((store, items) -> removed.merge(store, items, Long::sum)));
        rows.emptied(dataset, removed);
        LOG.info("retention: dataset={} gone=CONVERSATIONS", dataset.datasetId());
    }

    /** Deletes each of them; whether none broke off. */
    private static <T> boolean attempt(List<T> due, Consumer<T> deletion) {
        boolean whole = true;
        for (T each : due) {
            try {
                deletion.accept(each);
            } catch (MurmurationException e) {
                LOG.warn("retention breaks off, and goes on in the next interval: code={}", e.code());
                whole = false;
            }
        }
        return whole;
    }
}
