package murmuration.workflows.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.Ids;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Safety runs: one person asks for them and gives a reason, another approves, and at their time they are deleted
 * (docs/decisions/0035). They go through the stages of any other run.
 */
public final class SafetyRuns {
    /** Why who has asked is refused; also by the workflow. */
    public static final String ANOTHER = "who has asked for a safety run cannot approve it: another person has to";

    private static final Logger LOG = LoggerFactory.getLogger(SafetyRuns.class);
    private static final int LONGEST_REASON = 1_000;

    private final SafetyRows rows;
    private final RunRows runRows;
    private final Runs runs;
    private final Stores stores;
    private final Optional<Duration> longest;

    /** @param longest for how long one is shown at most; empty where there are none */
    public SafetyRuns(SafetyRows rows, RunRows runRows, Runs runs, Stores stores, Optional<Duration> longest) {
        this.rows = rows;
        this.runRows = runRows;
        this.runs = runs;
        this.stores = stores;
        this.longest = longest;
    }

    /** What sets runs in motion, and what deletes them. */
    public record Stores(Launcher launcher, Erasure erasure) {}

    /** A wish for one. */
    record Wish(String tenant, String specJson, SafetyRun.Terms terms, String askedBy) {}

    /** Registers what is wished for; it waits for another person. */
    SafetyRun ask(Wish wish) {
        requireTerms(wish.terms(), on());
        Run run = runs.start(new Runs.Wish(wish.tenant(), wish.specJson(), "", wish.askedBy(), wish.terms()));
        LOG.info("safety run asked for: run={}", run.key().runId());
        return run(run.key());
    }

    /** Another person says yes. */
    SafetyRun approve(RunKey key, String by) {
        on();
        run(key);
        stores.launcher().approve(key, by);
        LOG.info("safety run approved: run={}", key.runId());
        return run(key);
    }

    /** The safety run with this id. */
    SafetyRun run(RunKey key) {
        return rows.byId(key)
                .orElseThrow(
                        () -> new MurmurationException(ErrorCode.NOT_FOUND, "there is no safety run with that id"));
    }

    /** Safety runs that are older than an id, newest first. */
    List<SafetyRun> list(String tenant, String after, int limit) {
        return rows.list(
                tenant, after.isBlank() ? Optional.empty() : Optional.of(Ids.parse(after)), Limits.page(limit));
    }

    /** Ends one before its time. */
    SafetyRun end(RunKey key, String askedBy) {
        if (run(key).goneAt() == null) {
            rows.end(key, askedBy);
            expire(key);
        }
        return run(key);
    }

    /** Those of a tenant whose time is over. */
    List<RunKey> due(String tenant) {
        return rows.due(tenant);
    }

    /** Stops a run whose time is over, or deletes it, if it has stopped. */
    void expire(RunKey key) {
        if (!run(key).run().standing().state().ended()) {
            if (run(key).run().standing().desired() != Desired.CANCEL) {
                runRows.desire(key, Desired.CANCEL, "");
            }
            stores.launcher().steered(key);
            return;
        }
        if (rows.expire(key, () -> erase(key))) {
            LOG.info("safety run deleted: run={}", key.runId());
        }
    }

    private Map<String, Long> erase(RunKey key) {
        Map<String, Long> removed = new TreeMap<>(stores.erasure().unfinished(key));
        removed.putAll(stores.erasure().expired(key, Held.RESPONSES));
        return removed;
    }

    private Duration on() {
        return longest.orElseThrow(() -> new MurmurationException(
                ErrorCode.FORBIDDEN, "there are no safety runs here: MURMURATION_SAFETY_LONGEST is not set"));
    }

    private static void requireTerms(SafetyRun.Terms terms, Duration longest) {
        String reason = terms.reason();
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST, "reason is a text of 1 to %,d characters".formatted(LONGEST_REASON));
        }
        Instant now = Instant.now();
        if (!terms.expiresAt().isAfter(now) || terms.expiresAt().isAfter(now.plus(longest))) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST, "expiresAt is a time to come, at most " + longest + " from now");
        }
    }
}
