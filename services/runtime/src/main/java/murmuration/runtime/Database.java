package murmuration.runtime;

import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.sql.DataSource;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * A service's door to PostgreSQL, under its own role. Every transaction says for which tenant it works; row-level
 * policies show it nothing else. Transactions are READ COMMITTED, as the source's connections are: to ask and say so in each
 * would be three more statements.
 *
 * <p>Thread-safe. A failure that may pass (connection lost, server restarting) is {@link ErrorCode#UNAVAILABLE}; its
 * message holds the SQL state only, never a statement or a value.
 */
public final class Database {
    private final Jdbi jdbi;
    private final Consumer<Handle> first;

    /** A door that opens connections of this source. */
    public Database(DataSource source) {
        this(Jdbi.create(source).installPlugin(new PostgresPlugin()), handle -> {});
    }

    private Database(Jdbi jdbi, Consumer<Handle> first) {
        this.jdbi = jdbi;
        this.first = first;
    }

    /**
     * The same door for one step of a run. Once conversations were erased from the data set since the step was given its
     * work, nothing is read or written through it any more: {@link ErrorCode#DATA_ERASED}.
     */
    public Database standing(Assignment run) {
        return new Database(jdbi, handle -> DatasetLock.requireUnchanged(handle, run));
    }

    /** What is done inside one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it; the transaction commits when this returns and rolls back when it throws. */
        T with(Handle handle) throws Exception;
    }

    /** The same without a result. */
    @FunctionalInterface
    public interface Act {
        /** Does it. */
        void with(Handle handle) throws Exception;
    }

    /** Runs the work in one transaction that sees this tenant's rows only. */
    public <T> T inTenant(String tenant, Work<T> work) {
        try {
            return jdbi.inTransaction(handle -> {
                handle.createQuery("SELECT set_config('murmuration.tenant', :tenant, true)")
                        .bind("tenant", tenant)
                        .mapTo(String.class)
                        .one();
                first.accept(handle);
                return work.with(handle);
            });
        } catch (MurmurationException e) {
            throw e;
        } catch (Exception e) {
            throw translated(e);
        }
    }

    /** Runs the act in one transaction that sees this tenant's rows only. */
    public void useTenant(String tenant, Act act) {
        inTenant(tenant, handle -> {
            act.with(handle);
            return true;
        });
    }

    /** Deletes a run's rows from these tables of one schema, in this order, and records it, in one transaction; table → rows. */
    public SortedMap<String, Long> deleteRun(RunKey run, String... tables) {
        return inTenant(run.tenant(), handle -> {
            SortedMap<String, Long> removed = new TreeMap<>();
            for (String table : tables) {
                long rows = handle.createUpdate("DELETE FROM " + table + " WHERE run_id = :run::uuid")
                        .bind("run", run.runId())
                        .execute();
                removed.put(table, rows);
            }
            AuditEntry erased = AuditEntry.of(AuditAction.ERASED).run(run).removed(removed);
            AuditOutbox.of(tables[0]).write(handle, run.tenant(), erased);
            return removed;
        });
    }

    /**
     * Counts these tables for the planner, as a stage does once its rows are written: the next one joins them at once, sooner than
     * the server would count them by itself, and joins of tables that seem empty take quadratic time.
     */
    public void count(String... tables) {
        try {
            jdbi.useHandle(handle -> handle.execute("ANALYZE " + String.join(", ", tables)));
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    private static MurmurationException translated(Exception e) {
        String state = "";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        // 08: connection, 40: serialization, 53: resources, 55: locks, 57: shutdown
        boolean passing = e instanceof ConnectionException
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("55")
                || state.startsWith("57");
        if (state.startsWith("53100")) {
            return new MurmurationException(ErrorCode.STORAGE_FULL, "the database's disk is full", e);
        }
        if (passing) {
            return new MurmurationException(ErrorCode.UNAVAILABLE, "database, SQL state " + state, e);
        }
        if (e instanceof JdbiException || e instanceof SQLException) {
            return new MurmurationException(ErrorCode.INTERNAL, "database, SQL state " + state, e);
        }
        return new MurmurationException(ErrorCode.INTERNAL, e.getClass().getSimpleName(), e);
    }
}
