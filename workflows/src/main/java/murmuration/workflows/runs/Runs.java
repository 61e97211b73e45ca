package murmuration.workflows.runs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.RunState;
import murmuration.runtime.Ids;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers runs and sets them in motion, shows where they stand, and steers them. */
public final class Runs {
    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private final RunRows rows;
    private final Datasets datasets;
    private final Launcher launcher;
    private final Prices prices;
    private final Duration watchEvery;

    /** Runs over these data sets; a watched run is looked at this often. */
    public Runs(RunRows rows, Datasets datasets, Launcher launcher, Prices prices, Duration watchEvery) {
        this.rows = rows;
        this.datasets = datasets;
        this.launcher = launcher;
        this.prices = prices;
        this.watchEvery = watchEvery;
    }

    /**
     * A wish for a run.
     *
     * @param idempotencyKey empty where the caller has none
     * @param safety why and until when, where it is for a safety run; no spec says so
     */
    record Wish(
            String tenant, String specJson, String idempotencyKey, String startedBy, SafetyRun.@Nullable Terms safety) {
        Wish(String tenant, String specJson, String idempotencyKey, String startedBy) {
            this(tenant, specJson, idempotencyKey, startedBy, null);
        }
    }

    /** Starts what is wished for, or finds the run that this wish has started before. */
    Run start(Wish wish) {
        RunSpec spec = spec(wish.specJson());
        AccountRule.check(spec);
        Dataset dataset = dataset(wish.tenant(), spec);
        RunKey key = new RunKey(wish.tenant(), Ids.uuid7().toString());
        String idempotencyKey = wish.idempotencyKey().isBlank() ? null : wish.idempotencyKey();
        boolean first = rows.insert(new RunRows.NewRun(
                key, dataset.key().datasetId(), spec, wish.startedBy(), idempotencyKey, wish.safety()));
        Run run = first ? rows.byId(key).orElseThrow() : before(wish, spec);
        if (!run.standing().state().ended()) {
            launcher.start(run.key());
        }
        return run;
    }

    /** The run with this id; a safety run is none here. */
    Run run(RunKey key) {
        return rows.ordinary(key)
                .orElseThrow(() -> new MurmurationException(ErrorCode.NOT_FOUND, "there is no run with that id"));
    }

    /** Which runs are listed; what is empty does not matter. @param dataset id or name of a data set */
    record Listing(String state, String dataset, String after, int limit) {}

    /** Runs without their stages, newest first. */
    List<Run> list(String tenant, Listing listing) {
        Optional<UUID> dataset = given(listing.dataset())
                .map(name -> Ids.parse(datasets.find(tenant, name).key().datasetId()));
        return rows.list(
                tenant,
                new RunRows.Filter(
                        given(listing.state()).map(Runs::state),
                        dataset,
                        given(listing.after()).map(Ids::parse),
                        Limits.page(listing.limit())));
    }

    /** Asks something of a run. */
    Run steer(RunKey key, Steering steering, String askedBy) {
        Optional<Steering> change = steering.in(run(key).standing());
        change.ifPresent(asked -> {
            switch (asked) {
                case PAUSE -> rows.desire(key, Desired.PAUSE, askedBy);
                case RESUME -> rows.desire(key, Desired.RUN, askedBy);
                case CANCEL -> rows.desire(key, Desired.CANCEL, askedBy);
                case APPROVE -> launcher.approve(key, askedBy);
            }
            LOG.info("run steered: run={} asked={} by={}", key.runId(), asked, askedBy);
        });
        if (steering != Steering.APPROVE && !run(key).standing().state().ended()) {
            launcher.steered(key);
        }
        return run(key);
    }

    /** Sets the budget, or takes it away; a run that paused for it goes on if there is room again. */
    Run budget(RunKey key, @Nullable Double usd, String askedBy) {
        Run before = run(key);
        if (before.standing().state().ended()) {
            throw new MurmurationException(
                    ErrorCode.CONFLICT,
                    "the run has ended: " + before.standing().state());
        }
        if (usd != null) {
            prices.require(before.spec().withBudget(usd));
        }
        rows.budget(key, usd, askedBy);
        LOG.info("budget set: run={} usd={} by={}", key.runId(), usd, askedBy);
        // looked at after it was set: a run that pauses meanwhile finds the new budget there
        Run run = run(key);
        boolean room = usd == null || usd * 1e6 > run.cost().countedMicros();
        return run.standing().reason().equals(RunRows.OUT_OF_BUDGET) && room
                ? steer(key, Steering.RESUME, askedBy)
                : run(key);
    }

    /** Shows the run each time what is shown of it has changed, until it has ended or nobody watches any more. */
    void watch(RunKey key, long afterVersion, Consumer<Run> watcher, BooleanSupplier gone) {
        long seen = afterVersion;
        boolean ended = false;
        while (!ended && !gone.getAsBoolean()) {
            long began = System.nanoTime();
            Run run = run(key);
            long version = run.shown().version();
            if (version != seen) {
                watcher.accept(run);
                seen = version;
            }
            ended = run.standing().state().ended();
            if (!ended) {
                // a large run takes long to sum up: watching it may not take more than a tenth of the database's time
                LockSupport.parkNanos(Math.max(watchEvery.toNanos(), 10 * (System.nanoTime() - began)));
            }
        }
    }

    private Run before(Wish wish, RunSpec spec) {
        Run run = rows.byIdempotencyKey(wish.tenant(), wish.idempotencyKey())
                .orElseThrow(() -> new MurmurationException(ErrorCode.INTERNAL, "a new run's id is taken"));
        if (!same(run.spec(), spec)) {
            throw new MurmurationException(
                    ErrorCode.CONFLICT,
                    "the idempotency key belongs to run " + run.key().runId() + " of another spec");
        }
        return run;
    }

    /** Whether both wish for the same; a budget may have been changed since. */
    private static boolean same(RunSpec a, RunSpec b) {
        return a.dataset().equals(b.dataset())
                && a.beside().name().equals(b.beside().name())
                && SpecDigest.of(a).equals(SpecDigest.of(b));
    }

    private Dataset dataset(String tenant, RunSpec spec) {
        Dataset dataset = datasets.find(tenant, spec.dataset());
        if (dataset.state() == DatasetState.READY) {
            // else the run waits for it, and the rule is applied then
            AccountRule.check(spec, dataset);
        }
        return dataset;
    }

    /** A complete spec. */
    static RunSpec spec(String json) {
        try {
            return Json.read(json, RunSpec.class);
        } catch (MurmurationException e) {
            throw new MurmurationException(ErrorCode.INVALID_SPEC, "the spec is not complete", e);
        }
    }

    private static RunState state(String name) {
        try {
            return RunState.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST, "state is one of " + List.of(RunState.values()), e);
        }
    }

    private static Optional<String> given(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(text);
    }
}
