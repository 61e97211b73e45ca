package murmuration.extraction;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import murmuration.core.AccountId;
import murmuration.core.BatchKey;
import murmuration.core.ConversationId;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.FacetValue;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.Database;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How conversations ended, as rows; whoever writes them holds the batch by a fence that nobody else was given since. */
final class OutcomeRows {
    private final Database database;

    OutcomeRows(Database database) {
        this.database = database;
    }

    /** Claims a batch: earlier claims of it can write nothing more. */
    long claim(BatchKey batch) {
        return database.inTenant(
                batch.run().tenant(),
                handle -> handle.createQuery("""
                        INSERT INTO facets.claim (tenant, run_id, shard, first, fence)
                        VALUES (:tenant, :run::uuid, :shard, :first, nextval('facets.fence'))
                        ON CONFLICT (tenant, run_id, shard, first) DO UPDATE SET fence = EXCLUDED.fence
                        RETURNING fence""")
                        .bind("tenant", batch.run().tenant())
                        .bind("run", batch.run().runId())
                        .bind("shard", batch.shard())
                        .bind("first", batch.first())
                        .mapTo(Long.class)
                        .one());
    }

    /** What is done of a batch. @param positions in the shard */
    record Done(BitSet positions, SortedMap<String, Long> states) {}

    /** What is done of the batch, by whomever. */
    Done done(BatchKey batch) {
        Done done = new Done(new BitSet(), new TreeMap<>());
        database.useTenant(
                batch.run().tenant(),
                handle -> handle.createQuery("""
                        SELECT position, state FROM facets.conversation
                        WHERE run_id = :run::uuid AND shard = :shard AND position >= :first AND position < :end""")
                        .bind("run", batch.run().runId())
                        .bind("shard", batch.shard())
                        .bind("first", batch.first())
                        .bind("end", batch.first() + batch.count())
                        .map((row, context) -> {
                            done.positions().set(row.getInt("position"));
                            return EndState.of(row.getInt("state")).name();
                        })
                        .forEach(state -> done.states().merge(state, 1L, Long::sum)));
        return done;
    }

    /** Writes outcomes, all or none, if the fence still holds. */
    void write(BatchKey batch, long fence, List<Outcome> outcomes) {
        database.useTenant(batch.run().tenant(), handle -> {
            requireFence(handle, batch, fence);
            putConversations(handle, batch, outcomes);
            putValues(handle, batch, outcomes);
        });
    }

    private static void requireFence(Handle handle, BatchKey batch, long fence) {
        // the lock lets a later claim wait until this transaction is through
        boolean ours = handle.createQuery("""
                        SELECT fence FROM facets.claim
                        WHERE run_id = :run::uuid AND shard = :shard AND first = :first FOR SHARE""")
                .bind("run", batch.run().runId())
                .bind("shard", batch.shard())
                .bind("first", batch.first())
                .mapTo(Long.class)
                .findOne()
                .filter(now -> now == fence)
                .isPresent();
        if (!ours) {
            throw new MurmurationException(
                    ErrorCode.STALE_FENCE,
                    "shard " + batch.shard() + " from " + batch.first() + " is no longer held by fence " + fence);
        }
    }

    private static void putConversations(Handle handle, BatchKey batch, List<Outcome> outcomes) {
        handle.createUpdate("""
                        INSERT INTO facets.conversation
                            (tenant, run_id, shard, position, conversation_id, account, started_at, state)
                        SELECT :tenant, :run::uuid, :shard, position, id::uuid, account::uuid, at::timestamptz, state
                        FROM unnest(:positions, :ids, :accounts, :times, :states)
                             AS outcome (position, id, account, at, state)
                        ON CONFLICT DO NOTHING""")
                .bind("tenant", batch.run().tenant())
                .bind("run", batch.run().runId())
                .bind("shard", batch.shard())
                .bindArray("positions", Integer.class, each(outcomes, Outcome::position))
                .bindArray(
                        "ids",
                        String.class,
                        each(outcomes, outcome -> outcome.id().value().toString()))
                .bindArray(
                        "accounts",
                        String.class,
                        each(outcomes, outcome -> outcome.account().value().toString()))
                .bindArray(
                        "times", String.class, each(outcomes, outcome -> Objects.toString(outcome.startedAt(), null)))
                .bindArray(
                        "states",
                        Integer.class,
                        each(outcomes, outcome -> outcome.state().number()))
                .execute();
    }

    private static void putValues(Handle handle, BatchKey batch, List<Outcome> outcomes) {
        List<Integer> positions = new ArrayList<>();
        List<Integer> ordinals = new ArrayList<>();
        List<FacetValue> values = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            SortedMap<String, Integer> seen = new TreeMap<>();
            for (FacetValue value : outcome.values()) {
                positions.add(outcome.position());
                ordinals.add(seen.merge(value.facet(), 1, Integer::sum) - 1);
                values.add(value);
            }
        }
        handle.createUpdate("""
                        INSERT INTO facets.value (tenant, run_id, shard, position, facet, ordinal, value)
                        SELECT :tenant, :run::uuid, :shard, position, facet, ordinal, value
                        FROM unnest(:positions, :facets, :ordinals, :values) AS answer (position, facet, ordinal, value)
                        ON CONFLICT DO NOTHING""")
                .bind("tenant", batch.run().tenant())
                .bind("run", batch.run().runId())
                .bind("shard", batch.shard())
                .bindArray("positions", Integer.class, positions)
                .bindArray("facets", String.class, each(values, FacetValue::facet))
                .bindArray("ordinals", Integer.class, ordinals)
                .bindArray("values", String.class, each(values, FacetValue::value))
                .execute();
    }

    private static <T> List<@Nullable Object> each(List<T> items, Function<T, @Nullable Object> part) {
        List<@Nullable Object> parts = new ArrayList<>();
        items.forEach(item -> parts.add(part.apply(item)));
        return parts;
    }

    /** Gives every outcome of a shard, by position, values by facet and ordinal. */
    void scan(RunKey run, int shard, Consumer<Outcome> to) {
        database.useTenant(run.tenant(), handle -> {
            SortedMap<Integer, List<FacetValue>> values = values(handle, run, shard);
            handle.createQuery("""
                            SELECT position, conversation_id, account, started_at, state FROM facets.conversation
                            WHERE run_id = :run::uuid AND shard = :shard ORDER BY position""")
                    .bind("run", run.runId())
                    .bind("shard", shard)
                    .map((row, context) -> {
                        Timestamp at = row.getTimestamp("started_at");
                        return new Outcome(
                                row.getInt("position"),
                                new ConversationId(row.getObject("conversation_id", UUID.class)),
                                new AccountId(row.getObject("account", UUID.class)),
                                at == null ? null : at.toInstant(),
                                EndState.of(row.getInt("state")),
                                values.getOrDefault(row.getInt("position"), List.of()));
                    })
                    .forEach(to);
        });
    }

    private static SortedMap<Integer, List<FacetValue>> values(Handle handle, RunKey run, int shard) {
        SortedMap<Integer, List<FacetValue>> values = new TreeMap<>();
        handle.createQuery("""
                        SELECT position, facet, value FROM facets.value
                        WHERE run_id = :run::uuid AND shard = :shard ORDER BY position, facet COLLATE "C", ordinal""")
                .bind("run", run.runId())
                .bind("shard", shard)
                .map((row, context) -> {
                    values.computeIfAbsent(row.getInt("position"), any -> new ArrayList<>())
                            .add(new FacetValue(row.getString("facet"), row.getString("value")));
                    return true;
                })
                .forEach(any -> {});
        return values;
    }
}
