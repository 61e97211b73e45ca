package murmuration.workflows.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import murmuration.core.MurmurationException;
import murmuration.runtime.Database;
import murmuration.runtime.PassAge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chains and signs for as long as the process works. */
public final class AuditKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(AuditKeeper.class);

    private final Database database;
    private final Sequencer sequencer;
    private final Checkpoints checkpoints;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("audit").factory());
    /** Tenants with records that no checkpoint signs yet, or of whom that is not known. */
    private final Set<String> unsigned = new TreeSet<>();

    private final PassAge age = new PassAge(System::nanoTime);
    private boolean begun;
    private boolean failing;

    AuditKeeper(Database database, Sequencer sequencer, Checkpoints checkpoints) {
        this.database = database;
        this.sequencer = sequencer;
        this.checkpoints = checkpoints;
    }

    /** Shows as {@code murmuration_audit_pass_age_seconds} how long ago nothing waited that could be chained and signed. */
    public void shownIn(MeterRegistry registry) {
        age.shownIn(registry, "murmuration_audit_pass_age_seconds", "Since audit records were last chained and signed");
    }

    /** Works from now on. */
    public void start(Duration every) {
        var ignored = clock.scheduleWithFixedDelay(() -> tend(false), 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends; what has been recorded until now is chained and signed. */
    public void stop(Duration grace) {
        clock.shutdown();
        try {
            if (clock.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                tend(true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tend(boolean atOnce) {
        try {
            pass(atOnce);
            failing = false;
        } catch (MurmurationException e) {
            waits(e.code().name());
        } catch (RuntimeException e) {
            waits(e.getClass().getSimpleName());
        }
    }

    /** Nothing is lost: records stay in their outboxes. */
    private void waits(String reason) {
        if (!failing) {
            LOG.warn("audit records wait to be chained or signed: code={}", reason);
        }
        failing = true;
    }

    /**
     * Chains all that waits, and signs where it is time or a run has ended. What breaks off for one tenant holds up no other;
     * the first failure is thrown in the end.
     */
    public synchronized void pass(boolean atOnce) {
        if (checkpoints.areFollowed()) {
            // what it chained it could not sign: that is left to whoever has the next key
            return;
        }
        Set<String> tenants = new TreeSet<>(unsigned);
        // the view names the tenants itself, so none is asked for
        tenants.addAll(database.inTenant("", handle -> AuditRows.tenants(handle, begun)));
        unsigned.addAll(tenants);
        begun = true;
        @Nullable RuntimeException first = null;
        for (String tenant : tenants) {
            try {
                pass(tenant, atOnce);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        if (!checkpoints.areFollowed()) {
            age.passed();
        }
    }

    private void pass(String tenant, boolean atOnce) {
        boolean ended = chain(tenant);
        if (checkpoints.sign(tenant, atOnce || ended)) {
            unsigned.remove(tenant);
        }
    }

    private boolean chain(String tenant) {
        boolean ended = false;
        Sequencer.Moved moved;
        do {
            moved = sequencer.chain(tenant);
            ended |= moved.endsRun();
        } while (moved.full());
        return ended;
    }
}
