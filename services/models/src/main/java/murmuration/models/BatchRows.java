package murmuration.models;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Batches at providers as rows of the service that asks: ids and counts. What one may cost is set aside with its row. */
public final class BatchRows {
    private static final String KEY =
            " WHERE run_id = :run AND shard = :shard AND purpose = :purpose" + " AND model = :model";

    /** In seconds. */
    private static final String AGE = "extract(epoch FROM now() - begun_at)";

    private static final RowMapper<Row> ROW = (row, context) -> new Row(
            row.getObject("batch_id", UUID.class),
            row.getString("provider_id"),
            row.getInt("calls"),
            row.getBoolean("ended"),
            Duration.ofSeconds(row.getLong("age")));

    private final Database database;
    private final Cashier cashier;
    private final String table;

    /** @param table the service's own, {@code schema.name} */
    public BatchRows(Database database, Cashier cashier, String table) {
        this.database = database;
        this.cashier = cashier;
        this.table = table;
    }

    /**
     * A batch.
     *
     * @param id ours; also that of the money set aside for it
     * @param providerId null: it was about to be handed in
     * @param calls how many it holds
     * @param ended nothing more will come of it
     * @param age since it was about to be handed in
     */
    record Row(UUID id, @Nullable String providerId, int calls, boolean ended, Duration age) {}

    Optional<Row> find(BatchRound round) {
        return database.inTenant(
                round.run().tenant(),
                handle -> handle.createQuery("SELECT *, " + AGE + " AS age FROM " + table + KEY)
                        .bind("run", UUID.fromString(round.run().runId()))
                        .bind("shard", round.shard())
                        .bind("purpose", round.purpose().name())
                        .bind("model", round.model())
                        .map(ROW)
                        .findOne());
    }

    /** Whether the budget has room for a batch. */
    enum Room {
        YES,
        /** Once what is under way has ended. */
        LATER,
        NO
    }

    /** Notes that a batch is about to be handed in and sets its money aside for so long, both or neither. */
    Room intend(BatchRound round, Reservation most, int calls, Duration longest) {
        Room[] room = {Room.NO};
        try {
            cashier.within(round.run().tenant(), books -> {
                room[0] = books.purse(round.run()).until(most).isZero() ? Room.YES : Room.LATER;
                if (room[0] == Room.YES) {
                    books.reserve(List.of(most), longest);
                    put(books.handle(), round, new Row(most.id(), null, calls, false, Duration.ZERO));
                }
            });
        } catch (MurmurationException e) {
            if (e.code() != ErrorCode.BUDGET_SPENT) {
                throw e;
            }
        }
        return room[0];
    }

    /** Notes that there was nothing to hand in. */
    void none(BatchRound round) {
        database.useTenant(
                round.run().tenant(),
                handle -> put(handle, round, new Row(UUID.randomUUID(), null, 0, true, Duration.ZERO)));
    }

    private void put(Handle handle, BatchRound round, Row row) {
        int first = handle.createUpdate(
                        "INSERT INTO " + table
                                + " (tenant, run_id, shard, purpose, model, batch_id, calls, ended)"
                                + " VALUES (:tenant, :run, :shard, :purpose, :model, :id, :calls, :ended) ON CONFLICT DO NOTHING")
                .bind("tenant", round.run().tenant())
                .bind("run", UUID.fromString(round.run().runId()))
                .bind("shard", round.shard())
                .bind("purpose", round.purpose().name())
                .bind("model", round.model())
                .bind("id", row.id())
                .bind("calls", row.calls())
                .bind("ended", row.ended())
                .execute();
        requireFirst(first);
    }

    private static void requireFirst(int rows) {
        if (rows == 0) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "somebody else is about this batch");
        }
    }

    void submitted(RunKey run, UUID batch, String providerId) {
        database.useTenant(
                run.tenant(),
                handle -> handle.createUpdate("UPDATE " + table + " SET provider_id = :provider WHERE batch_id = :id")
                        .bind("provider", providerId)
                        .bind("id", batch)
                        .execute());
    }

    /** Notes that it is about to be handed in once more, unless somebody has noted so, or has handed it in, since it was seen. */
    void again(RunKey run, Row seen) {
        int first = database.inTenant(
                run.tenant(),
                handle -> handle.createUpdate("UPDATE " + table + " SET begun_at = now()"
                                + " WHERE batch_id = :id AND provider_id IS NULL AND " + AGE + " >= :age")
                        .bind("id", seen.id())
                        .bind("age", seen.age().toSeconds())
                        .execute());
        requireFirst(first);
    }

    /** Forgets a batch that was not handed in, and gives its money back. */
    void withdraw(RunKey run, UUID batch) {
        cashier.within(run.tenant(), books -> {
            remove(books.handle(), batch);
            books.giveBack(List.of(batch));
        });
    }

    /** Forgets a batch of which nobody knows whether it was handed in; its money counts as spent. */
    void forget(RunKey run, UUID batch) {
        cashier.within(run.tenant(), books -> {
            remove(books.handle(), batch);
            books.lose(batch);
        });
    }

    /** Books what came of its calls, once; where it is nothing at all, nobody knows, and the money counts as spent. */
    void end(RunKey run, UUID batch, List<Settlement> calls) {
        cashier.within(run.tenant(), books -> {
            int first = books.handle()
                    .createUpdate("UPDATE " + table + " SET ended = TRUE WHERE batch_id = :id AND NOT ended")
                    .bind("id", batch)
                    .execute();
            if (first == 1) {
                books.settle(calls);
                books.lose(batch);
            }
        });
    }

    /** The provider's ids of what a run has at its provider. */
    List<String> pending(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("SELECT provider_id FROM " + table
                                + " WHERE run_id = :run AND NOT ended AND provider_id IS NOT NULL ORDER BY provider_id")
                        .bind("run", UUID.fromString(run.runId()))
                        .mapTo(String.class)
                        .list());
    }

    /** Nothing more of this run will be asked for; what its batches may cost counts as spent. */
    void abandon(RunKey run) {
        cashier.within(
                run.tenant(),
                books -> books.handle()
                        .createQuery("UPDATE " + table
                                + " SET ended = TRUE WHERE run_id = :run AND NOT ended RETURNING batch_id")
                        .bind("run", UUID.fromString(run.runId()))
                        .mapTo(UUID.class)
                        .forEach(books::lose));
    }

    private void remove(Handle handle, UUID batch) {
        handle.createUpdate("DELETE FROM " + table + " WHERE batch_id = :id")
                .bind("id", batch)
                .execute();
    }
}
