package murmuration.privacy;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import murmuration.core.Manifest;
import murmuration.core.Minimums;
import murmuration.runtime.Assignment;
import murmuration.runtime.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Compares a release with earlier ones over some of the same conversations (method.md, 12), and keeps what later ones are
 * compared with. One at a time in a tenant, so that of two that are near each other one is the earlier.
 *
 * <p>A number is near them if they drew some of the conversations which it counts, and those that none of them drew come
 * from fewer accounts than the minimum. Then there may be sums over the earlier releases from which it differs by so few
 * people. A number that was shown exactly before tells nothing new, whatever it is near.
 */
final class ReleaseRows {
    private final Handle handle;
    private final Assignment run;
    private final Draft draft;
    private final Marks marks;

    ReleaseRows(Handle handle, Assignment run, Draft draft, Marks marks) {
        this.handle = handle;
        this.run = run;
        this.draft = draft;
        this.marks = marks;
    }

    /** What came of comparing. @param releases runs whose releases count some of the same conversations exactly; never shown */
    private record Outcome(boolean near, List<String> releases) {}

    /** An earlier release with exact numbers. */
    private record Earlier(String run, int accounts) {}

    /** Compares, and keeps the release; what was released before is released again as it was. */
    Manifest.Compared compare() {
        handle.execute("SET LOCAL lock_timeout = '60s'");
        handle.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
                "murmuration releases " + run.run().tenant());
        Set<UUID> numbers = draft.numbers(marks);
        String digest = draft.digest(marks, run.spec().privacy().dp());
        Outcome outcome = before(digest).orElseGet(() -> compare(numbers));
        keep(digest, numbers, outcome);
        return new Manifest.Compared(outcome.near());
    }

    private Optional<Outcome> before(String digest) {
        return handle.createQuery("""
                        SELECT compared::text FROM released.release WHERE digest = :digest ORDER BY release_id LIMIT 1""")
                .bind("digest", digest)
                .mapTo(String.class)
                .findOne()
                .map(json -> Json.read(json, Outcome.class));
    }

    private Outcome compare(Set<UUID> numbers) {
        List<Earlier> overlapping = overlapping();
        if (overlapping.isEmpty()) {
            return new Outcome(false, List.of());
        }
        List<String> runs = overlapping.stream().map(Earlier::run).distinct().toList();
        Set<UUID> shown = shown(numbers);
        BitSet known = known(runs);
        int accounts = IntStream.concat(
                        IntStream.of(draft.rules().minimums().accounts()),
                        overlapping.stream().mapToInt(Earlier::accounts))
                .max()
                .orElseThrow();
        boolean near = unseen(draft.groups(), shown).anyMatch(group -> group.isNear(known, accounts))
                || unseen(draft.parts(), shown).anyMatch(part -> part.isNear(known, Minimums.FLOOR));
        return new Outcome(near, runs);
    }

    private Stream<Counted> unseen(List<Counted> numbers, Set<UUID> shown) {
        return numbers.stream().filter(number -> !shown.contains(marks.set(number.set())));
    }

    /** Those of these numbers that an exact release has shown. */
    private Set<UUID> shown(Set<UUID> numbers) {
        return handle.createQuery("SELECT DISTINCT counted FROM released.number WHERE counted = ANY(:numbers)")
                .bindArray("numbers", UUID.class, numbers)
                .mapTo(UUID.class)
                .set();
    }

    /** Exact releases that drew some of the same conversations, the earliest first. */
    private List<Earlier> overlapping() {
        return handle.createQuery("""
                        WITH overlapping AS (
                            SELECT DISTINCT run_id FROM facets.conversation
                            WHERE run_id IN (SELECT run_id FROM released.release WHERE exact)
                              AND conversation_id IN (SELECT conversation_id FROM facets.conversation WHERE run_id = :run))
                        SELECT run_id, accounts FROM released.release JOIN overlapping USING (run_id)
                        WHERE exact ORDER BY release_id""")
                .bind("run", run.runId())
                .map((row, context) -> new Earlier(row.getString("run_id"), row.getInt("accounts")))
                .list();
    }

    /** Which of the run's conversations one of these drew. */
    private BitSet known(List<String> runs) {
        BitSet known = new BitSet();
        try (var rows = handle
                .createQuery("""
                        SELECT shard, position FROM facets.conversation ours WHERE ours.run_id = :run
                          AND ours.conversation_id IN (
                            SELECT conversation_id FROM facets.conversation WHERE run_id = ANY(:earlier))""")
                .bind("run", run.runId())
                .bindArray(
                        "earlier",
                        UUID.class,
                        runs.stream().map(UUID::fromString).toList())
                .setFetchSize(5_000)
                .map((row, context) -> draft.members().at(row.getInt("shard"), row.getInt("position")))
                .stream()) {
            rows.forEach(known::set);
        }
        return known;
    }

    private void keep(String digest, Set<UUID> numbers, Outcome outcome) {
        boolean there = handle.createQuery(
                        "SELECT EXISTS (SELECT FROM released.release WHERE run_id = :run AND digest = :digest)")
                .bind("run", run.runId())
                .bind("digest", digest)
                .mapTo(Boolean.class)
                .one();
        if (there) {
            return;
        }
        long release = handle.createQuery("""
                        INSERT INTO released.release (tenant, run_id, digest, accounts, exact, compared)
                        VALUES (:tenant, :run, :digest, :accounts, :exact, :compared::jsonb)
                        RETURNING release_id""")
                .bind("tenant", run.run().tenant())
                .bind("run", run.runId())
                .bind("digest", digest)
                .bind("accounts", draft.rules().minimums().accounts())
                .bind("exact", !outcome.near())
                .bind("compared", Json.write(outcome))
                .mapTo(Long.class)
                .one();
        // what was shown with noise of its own may be near, but was not shown exactly
        if (!outcome.near() && run.spec().privacy().dp() == null) {
            PreparedBatch batch = handle.prepareBatch(
                    "INSERT INTO released.number (tenant, release_id, counted) VALUES (:tenant, :release, :counted)");
            for (UUID number : numbers) {
                batch.bind("tenant", run.run().tenant())
                        .bind("release", release)
                        .bind("counted", number)
                        .add();
            }
            batch.execute();
        }
    }

    /** What of a run's releases may hold a trace of somebody who was erased; whatever they counted counts as new then. Rows. */
    static long forget(Handle handle, UUID run) {
        long removed = handle.createUpdate("""
                        DELETE FROM released.number n USING released.release r
                        WHERE n.tenant = r.tenant AND n.release_id = r.release_id AND r.run_id = :run""").bind("run", run).execute();
        handle.createUpdate("UPDATE released.release SET digest = NULL WHERE run_id = :run")
                .bind("run", run)
                .execute();
        return removed;
    }
}
