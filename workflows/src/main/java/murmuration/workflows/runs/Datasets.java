package murmuration.workflows.runs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.Ids;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers data sets and has them imported, shows and deletes them. */
public final class Datasets {
    private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);

    /** Deletions that somebody has asked for at a time: each has one of the database's connections until it is done. */
    private static final int AT_ONCE = 2;

    private final Executor threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("deletion-", 0).factory());
    private final DatasetRows rows;
    private final RunRows runs;
    private final Launcher launcher;
    private final Sources sources;
    private final Erasure erasure;

    /** Data sets of these rows. */
    public Datasets(DatasetRows rows, RunRows runs, Launcher launcher, Sources sources, Erasure erasure) {
        this.rows = rows;
        this.runs = runs;
        this.launcher = launcher;
        this.sources = sources;
        this.erasure = erasure;
    }

    /** A wish for a data set. @param idempotencyKey empty where the caller has none */
    record Wish(String tenant, String name, Dataset.Source source, String idempotencyKey, String askedBy) {}

    /**
     * Registers what is wished for and starts its import, or finds what this wish, or another of the same name, content
     * and settings, has registered before.
     */
    Dataset create(Wish wish) {
        require(!wish.name().isBlank(), "a data set has a name");
        require(!wish.source().uri().isBlank(), "a data set has a source");
        Dataset dataset = found(wish);
        if (!dataset.source().uri().equals(wish.source().uri())) {
            sources.release(wish.tenant(), wish.source());
        }
        if (dataset.state() == DatasetState.IMPORTING) {
            launcher.start(dataset.key());
        }
        return dataset;
    }

    /** Where a wish is refused, so that nobody will import what was sent for it, that goes. */
    private Dataset found(Wish wish) {
        try {
            return before(wish).orElseGet(() -> registered(wish));
        } catch (MurmurationException refused) {
            if (!refused.code().retryable()) {
                sources.release(wish.tenant(), wish.source());
            }
            throw refused;
        }
    }

    private Dataset registered(Wish wish) {
        String identity = sources.identity(wish.tenant(), wish.source().uri());
        DatasetKey key = new DatasetKey(wish.tenant(), Ids.uuid7().toString());
        boolean first = rows.insert(
                key,
                wish.name(),
                wish.source(),
                new DatasetRows.Known(
                        identity, wish.idempotencyKey().isBlank() ? null : wish.idempotencyKey(), wish.askedBy()));
        return (first
                        ? byId(key)
                        : before(wish).or(() -> rows.same(wish.tenant(), wish.name(), wish.source(), identity)))
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.CONFLICT, "a data set of the same content was just removed; import it again"));
    }

    /** The data set with this id, or the newest one with this name. */
    Dataset find(String tenant, String idOrName) {
        return byIdText(tenant, idOrName)
                .or(() -> rows.byName(tenant, idOrName))
                .orElseThrow(() ->
                        new MurmurationException(ErrorCode.NOT_FOUND, "there is no data set with that id or name"));
    }

    /** Data sets that are older than an id, newest first. */
    List<Dataset> list(String tenant, String after, int limit) {
        Optional<UUID> cursor = after.isBlank() ? Optional.empty() : Optional.of(Ids.parse(after));
        return rows.list(tenant, cursor, Limits.page(limit));
    }

    /** Takes a data set out of use: nobody uses it any more, and it is to be deleted. */
    Dataset outOfUse(DatasetKey key, String askedBy) {
        return rows.deleting(key, askedBy);
    }

    /** Does it in its turn; what has none any more when the process ends is left to {@link #goOn}. */
    void inTurn(Runnable deletion) {
        threads.execute(deletion);
    }

    /**
     * Deletes a data set that is out of use, and everything that was derived from it; store → items removed, empty where
     * somebody else is at it. Where that breaks off, the rest goes with {@link #goOn}, or when it is deleted again.
     */
    Optional<Map<String, Long>> delete(Dataset half) {
        try {
            return isGone(half.key()) ? Optional.of(Map.of()) : rest(half);
        } catch (MurmurationException e) {
            LOG.warn(
                    "a deletion breaks off, and goes on later: dataset={} code={}",
                    half.key().datasetId(),
                    e.code());
            throw e;
        }
    }

    /** Somebody else may have come before its turn. */
    private boolean isGone(DatasetKey key) {
        return byId(key).filter(now -> now.state() == DatasetState.DELETED).isPresent();
    }

    private Optional<Map<String, Long>> rest(Dataset half) {
        DatasetKey key = half.key();
        List<RunKey> over = runs.over(key);
        return rows.delete(key, () -> {
            Map<String, Long> removed = new TreeMap<>();
            over.forEach(run -> add(removed, erasure.run(run)));
            add(removed, erasure.dataset(key));
            sources.release(key.tenant(), half.source());
            return removed;
        });
    }

    /** Goes on with deletions that broke off, of all tenants; whether all came to their end that nobody else is at. */
    public boolean goOn() {
        boolean whole = true;
        for (Dataset half : rows.halfDeleted()) {
            String id = half.key().datasetId();
            try {
                delete(half).ifPresent(_ -> LOG.info("a deletion that broke off is done: dataset={}", id));
            } catch (MurmurationException e) {
                whole = false;
            }
        }
        return whole;
    }

    private Optional<Dataset> before(Wish wish) {
        Optional<Dataset> dataset = wish.idempotencyKey().isBlank()
                ? Optional.empty()
                : rows.byIdempotencyKey(wish.tenant(), wish.idempotencyKey());
        dataset.filter(one -> !one.name().equals(wish.name()) || !sameSource(one.source(), wish.source()))
                .ifPresent(other -> {
                    throw new MurmurationException(
                            ErrorCode.CONFLICT,
                            "the idempotency key belongs to data set "
                                    + other.key().datasetId() + " of another source");
                });
        return dataset;
    }

    /** Each upload of the same file is staged under an id of its own. */
    private static boolean sameSource(Dataset.Source a, Dataset.Source b) {
        boolean uploads = a.isUpload() && b.isUpload();
        return (uploads || a.uri().equals(b.uri()))
                && a.format().equals(b.format())
                && a.metadataKeys().equals(b.metadataKeys());
    }

    private Optional<Dataset> byIdText(String tenant, String text) {
        try {
            return byId(new DatasetKey(tenant, UUID.fromString(text).toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Dataset> byId(DatasetKey key) {
        return rows.byId(key);
    }

    private static void add(Map<String, Long> sums, Map<String, Long> more) {
        more.forEach((store, items) -> sums.merge(store, items, Long::sum));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new MurmurationException(ErrorCode.INVALID_REQUEST, rule);
        }
    }
}
