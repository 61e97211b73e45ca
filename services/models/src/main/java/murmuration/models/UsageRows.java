package murmuration.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.RunKey;
import murmuration.runtime.Database;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Usage, reservations and rates, as one transaction of a tenant sees them. Rows are taken in order, so that none deadlock. */
record UsageRows(Handle handle, String tenant) {
    private static final String KEEP = Stream.of(Rate.values())
            .map(rate -> "%1$s = :%1$s, %1$s_per_minute = :%1$s_per_minute".formatted(rate.column()))
            .collect(Collectors.joining(
                    ", ", "UPDATE model.lane SET open_at = :open, filled_at = :filled, ", " WHERE lane = :lane"));

    /** Does this in one transaction. */
    static void within(Database database, String tenant, Consumer<UsageRows> work) {
        database.useTenant(tenant, handle -> work.accept(new UsageRows(handle, tenant)));
    }

    /** What is counted in one row at once. @param micros null: none of the calls has a price */
    private record Total(
            long calls, long unpriced, Used used, @Nullable Long micros) {
        static Total of(Settlement settlement) {
            Long micros = settlement.micros();
            return new Total(1, micros == null ? 1 : 0, settlement.used(), micros);
        }

        Total plus(Total other) {
            Long sum =
                    micros == null ? other.micros : other.micros == null ? micros : Long.valueOf(micros + other.micros);
            return new Total(calls + other.calls, unpriced + other.unpriced, used.plus(other.used), sum);
        }
    }

    /** Gives reservations back and counts what was used instead; where nobody knows what was, they stand. */
    void settle(List<Settlement> ended) {
        if (ended.isEmpty()) {
            return;
        }
        count(ended);
        giveBack(ended.stream()
                .filter(settlement -> !settlement.lost())
                .map(settlement -> settlement.of().id())
                .toList());
    }

    /** Counts what was used and leaves what is set aside. */
    void count(List<Settlement> ended) {
        if (ended.isEmpty()) {
            return;
        }
        PreparedBatch usage = handle.prepareBatch("""
                INSERT INTO model.usage AS u
                    (tenant, run_id, purpose, model, outcome, calls, unpriced, input_tokens, cache_write_tokens,
                     cache_read_tokens, output_tokens, micros)
                VALUES (:tenant, :run, :purpose, :model, :outcome, :calls, :unpriced, :input, :cacheWritten, :cacheRead,
                        :output, :micros)
                ON CONFLICT (tenant, run_id, purpose, model, outcome) DO UPDATE
                SET calls = u.calls + excluded.calls, unpriced = u.unpriced + excluded.unpriced,
                    input_tokens = u.input_tokens + excluded.input_tokens,
                    cache_write_tokens = u.cache_write_tokens + excluded.cache_write_tokens,
                    cache_read_tokens = u.cache_read_tokens + excluded.cache_read_tokens,
                    output_tokens = u.output_tokens + excluded.output_tokens,
                    micros = coalesce(u.micros + excluded.micros, u.micros, excluded.micros)""");
        SortedMap<Settlement, Total> totals = new TreeMap<>(Settlement.BY_ROW);
        ended.forEach(settlement -> totals.merge(settlement, Total.of(settlement), Total::plus));
        totals.forEach((row, total) -> usage.bind("tenant", tenant)
                .bind("run", UUID.fromString(row.run().runId()))
                .bind("purpose", row.of().purpose().name())
                .bind("model", row.of().model())
                .bind("outcome", row.outcome())
                .bind("calls", total.calls())
                .bind("unpriced", total.unpriced())
                .bind("input", total.used().input())
                .bind("cacheWritten", total.used().cacheWritten())
                .bind("cacheRead", total.used().cacheRead())
                .bind("output", total.used().output())
                .bind("micros", total.micros())
                .add());
        usage.execute();
    }

    /** Sets aside what may be spent. @param longest until its end is known */
    void reserve(List<Reservation> begun, Duration longest) {
        if (begun.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        INSERT INTO model.reservation
                            (tenant, reservation_id, run_id, purpose, model, input_tokens, output_tokens, micros, known_by)
                        SELECT :tenant, id, run, purpose, model, input, output, micros, now() + :longest
                        FROM unnest(:ids, :runs, :purposes, :models, :inputs, :outputs, :micros)
                             AS begun (id, run, purpose, model, input, output, micros)""")
                .bind("tenant", tenant)
                .bind("longest", longest)
                .bindArray("ids", UUID.class, each(begun, Reservation::id))
                .bindArray(
                        "runs",
                        UUID.class,
                        each(begun, call -> UUID.fromString(call.run().runId())))
                .bindArray(
                        "purposes",
                        String.class,
                        each(begun, call -> call.purpose().name()))
                .bindArray("models", String.class, each(begun, Reservation::model))
                .bindArray(
                        "inputs", Long.class, each(begun, call -> call.input().atMost()))
                .bindArray("outputs", Long.class, each(begun, Reservation::outputTokens))
                .bindArray("micros", Long.class, each(begun, Reservation::atMostMicros))
                .execute();
    }

    private static List<@Nullable Object> each(List<Reservation> calls, Function<Reservation, @Nullable Object> part) {
        List<@Nullable Object> parts = new ArrayList<>();
        calls.forEach(call -> parts.add(part.apply(call)));
        return parts;
    }

    /** Gives back what was set aside. */
    void giveBack(List<UUID> reservations) {
        if (reservations.isEmpty()) {
            return;
        }
        handle.createUpdate("DELETE FROM model.reservation WHERE reservation_id = ANY(:ids)")
                .bindArray("ids", UUID.class, reservations)
                .execute();
    }

    /** Counts what was set aside as spent: nobody will know how it ended. */
    void lose(UUID reservation) {
        handle.createUpdate("UPDATE model.reservation SET known_by = now() WHERE reservation_id = :id")
                .bind("id", reservation)
                .execute();
    }

    /** The lanes of these names as they are now, held until the transaction ends. @param allowed by the operator, a minute */
    SortedMap<String, Lane> lanes(Collection<String> names, Map<Rate, Long> allowed) {
        SortedMap<String, Lane> lanes = new TreeMap<>();
        for (String name : names) {
            lanes.put(name, lane(name, allowed).orElseGet(() -> {
                handle.createUpdate("""
                                INSERT INTO model.lane (lane, open_at, filled_at) VALUES (:lane, now(), now())
                                ON CONFLICT DO NOTHING""").bind("lane", name).execute();
                return lane(name, allowed).orElseThrow();
            }));
        }
        return lanes;
    }

    private Optional<Lane> lane(String name, Map<Rate, Long> allowed) {
        return handle.createQuery("""
                        SELECT *, clock_timestamp() AS now FROM model.lane WHERE lane = :lane FOR UPDATE""")
                .bind("lane", name)
                .map((row, context) -> {
                    Map<Rate, Bucket> buckets = new EnumMap<>(Rate.class);
                    for (Rate rate : Rate.values()) {
                        buckets.put(
                                rate,
                                new Bucket(
                                        row.getObject(rate.column() + "_per_minute", Long.class),
                                        allowed.get(rate),
                                        row.getDouble(rate.column())));
                    }
                    return new Lane(
                                    row.getTimestamp("open_at").toInstant(),
                                    row.getTimestamp("filled_at").toInstant(),
                                    buckets)
                            .at(row.getTimestamp("now").toInstant());
                })
                .findOne();
    }

    /** Keeps the lanes as they have become; one that nothing limits stays as it is. */
    void keep(SortedMap<String, Lane> lanes) {
        lanes.values().removeIf(Lane::isFree);
        lanes.forEach((name, lane) -> {
            Update update = handle.createUpdate(KEEP)
                    .bind("lane", name)
                    .bind("open", lane.openAt())
                    .bind("filled", lane.filledAt());
            lane.buckets()
                    .forEach((rate, bucket) -> update.bind(rate.column() + "_per_minute", bucket.told())
                            .bind(rate.column(), bucket.level()));
            update.execute();
        });
    }

    /** The run's money; where it has a budget, nobody else reserves any of it until the transaction ends. */
    Purse purse(RunKey run) {
        UUID id = UUID.fromString(run.runId());
        @Nullable
        Long budget = handle.createQuery("""
                        SELECT round((spec -> 'beside' ->> 'budgetUsd')::numeric * 1000000)::bigint
                        FROM runs.assignment WHERE run_id = :run""").bind("run", id).mapTo(Long.class).one();
        if (budget == null) {
            return new Purse(null, 0, 0, null);
        }
        handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:run, 0)) IS NULL")
                .bind("run", run.runId())
                .mapTo(Boolean.class)
                .one();
        return handle.createQuery("""
                        WITH held AS (
                            SELECT coalesce(sum(micros) FILTER (WHERE known_by <= now()), 0) AS lost,
                                   coalesce(sum(micros) FILTER (WHERE known_by > now()), 0) AS under_way,
                                   min(model) FILTER (WHERE micros IS NULL) AS unpriced
                            FROM model.reservation WHERE run_id = :run
                        ), used AS (
                            SELECT coalesce(sum(micros), 0) AS settled, min(model) FILTER (WHERE unpriced > 0) AS unpriced
                            FROM model.usage WHERE run_id = :run
                        )
                        SELECT settled + lost AS spent, under_way, coalesce(used.unpriced, held.unpriced) AS unpriced
                        FROM held, used""")
                .bind("run", id)
                .map((row, context) ->
                        new Purse(budget, row.getLong("spent"), row.getLong("under_way"), row.getString("unpriced")))
                .one();
    }
}
