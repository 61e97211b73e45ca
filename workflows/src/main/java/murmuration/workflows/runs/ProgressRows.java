package murmuration.workflows.runs;

import java.util.Map;
import java.util.UUID;
import murmuration.core.RunKey;
import murmuration.core.Stage;
import murmuration.runtime.Database;
import murmuration.runtime.Json;
import org.jdbi.v3.core.Handle;

/**
 * How far each part of each stage is, and how often it broke. An attempt counts as broken from its beginning until it
 * succeeds or is excused, so that one that took its worker with it is counted too.
 */
public final class ProgressRows {
    private final Database database;

    /** The rows of this database. */
    public ProgressRows(Database database) {
        this.database = database;
    }

    /** How far a part is. */
    public record Count(long done, long total, Map<String, Long> outcomes) {
        /** Nothing is known yet. */
        public static final Count NONE = new Count(0, 0, Map.of());
    }

    /** What an attempt begins with. @param crashes earlier attempts that broke, and this one */
    public record Begun(int crashes, Desired desired) {}

    /** An attempt begins. */
    public Begun begin(Part part) {
        return database.inTenant(part.run().tenant(), handle -> {
            int crashes = handle.createQuery("""
                            INSERT INTO runs.progress (tenant, run_id, stage, part, done, total, crashes)
                            VALUES (:tenant, :run, :stage, :part, 0, 0, 1)
                            ON CONFLICT (tenant, run_id, stage, part) DO UPDATE
                            SET attempts = runs.progress.attempts + (NOT runs.progress.succeeded)::int, succeeded = false,
                                crashes = runs.progress.crashes + 1, flushes = runs.progress.flushes + 1
                            RETURNING crashes""")
                    .bindMap(key(part))
                    .mapTo(Integer.class)
                    .one();
            return new Begun(crashes, desired(handle, part.run()));
        });
    }

    /** Notes how far the attempt is, where that is news; answers what the owner wants by now. */
    public Desired flush(Part part, Count count) {
        return database.inTenant(part.run().tenant(), handle -> {
            if (!count.equals(Count.NONE)) {
                write(handle, part, count, "crashes");
            }
            return desired(handle, part.run());
        });
    }

    /** What the owner wants by now; a run that has ended wants nothing more. */
    public Desired desired(RunKey run) {
        return database.inTenant(run.tenant(), handle -> desired(handle, run));
    }

    /** The part is done. */
    public void succeed(Part part, Count count) {
        database.useTenant(part.run().tenant(), handle -> write(handle, part, count, "0, succeeded = true"));
    }

    /** The attempt ended through no fault of the part. */
    public void excuse(Part part) {
        database.useTenant(
                part.run().tenant(),
                handle -> handle.createUpdate("""
                        UPDATE runs.progress SET crashes = crashes - 1
                        WHERE run_id = :run AND stage = :stage AND part = :part""").bindMap(key(part)).execute());
    }

    /** The attempt was stopped by the owner: it counts neither as broken nor, once the part goes on, as retried. */
    public void stop(Part part) {
        database.useTenant(
                part.run().tenant(),
                handle -> handle.createUpdate("""
                        UPDATE runs.progress SET crashes = crashes - 1, attempts = attempts - 1
                        WHERE run_id = :run AND stage = :stage AND part = :part""").bindMap(key(part)).execute());
    }

    /** The part is given up: what it had done is counted by the parts that it is split into. */
    public void giveUp(Part part) {
        database.useTenant(
                part.run().tenant(),
                handle -> handle.createUpdate("""
                        UPDATE runs.progress SET done = 0, total = 0, outcomes = '{}', flushes = flushes + 1
                        WHERE run_id = :run AND stage = :stage AND part = :part""").bindMap(key(part)).execute());
    }

    /** Notes how far a part is that nobody here works on. */
    public void note(Part part, Count count) {
        database.useTenant(
                part.run().tenant(),
                handle -> handle.createUpdate("""
                        INSERT INTO runs.progress (tenant, run_id, stage, part, done, total)
                        VALUES (:tenant, :run, :stage, :part, :done, :total)
                        ON CONFLICT (tenant, run_id, stage, part) DO UPDATE
                        SET done = :done, total = :total, flushes = runs.progress.flushes + 1""")
                        .bindMap(key(part))
                        .bind("done", count.done())
                        .bind("total", count.total())
                        .execute());
    }

    /** What a stage will do in all. */
    public void expect(RunKey run, Stage stage, long total) {
        Part whole = new Part(run, stage, Part.WHOLE);
        database.useTenant(run.tenant(), handle -> {
            handle.createUpdate("""
                            INSERT INTO runs.progress (tenant, run_id, stage, part, done, total)
                            VALUES (:tenant, :run, :stage, :part, 0, :total)
                            ON CONFLICT (tenant, run_id, stage, part) DO UPDATE SET total = :total""").bindMap(key(whole)).bind("total", total).execute();
        });
    }

    private static void write(Handle handle, Part part, Count count, String crashes) {
        handle.createUpdate("""
                        UPDATE runs.progress SET flushes = flushes + 1, crashes = <crashes>,
                               done = CASE WHEN :known THEN :done ELSE done END,
                               total = CASE WHEN :known THEN :total ELSE total END,
                               outcomes = CASE WHEN :known THEN cast(:outcomes AS jsonb) ELSE outcomes END
                        WHERE run_id = :run AND stage = :stage AND part = :part""")
                .define("crashes", crashes)
                .bindMap(key(part))
                .bind("known", !count.equals(Count.NONE))
                .bind("done", count.done())
                .bind("total", count.total())
                .bind("outcomes", Json.write(count.outcomes()))
                .execute();
    }

    private static Desired desired(Handle handle, RunKey run) {
        return handle.createQuery("""
                        SELECT CASE WHEN state IN ('PUBLISHED', 'FAILED', 'CANCELED') THEN 'CANCEL'
                                    WHEN start_over AND desired = 'RUN' THEN 'START_OVER'
                                    ELSE desired END
                        FROM runs.run WHERE run_id = :run""")
                .bind("run", UUID.fromString(run.runId()))
                .mapTo(Desired.class)
                .findOne()
                .orElse(Desired.CANCEL);
    }

    private static Map<String, Object> key(Part part) {
        return Map.of(
                "tenant", part.run().tenant(),
                "run", UUID.fromString(part.run().runId()),
                "stage", part.stage().name(),
                "part", part.name());
    }
}
