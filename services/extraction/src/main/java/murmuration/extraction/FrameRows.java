package murmuration.extraction;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import murmuration.core.RunKey;
import murmuration.runtime.Database;
import murmuration.runtime.Json;
import murmuration.runtime.WordList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The frame of a run and its vocabulary, as rows. */
final class FrameRows {
    private final Database database;

    FrameRows(Database database) {
        this.database = database;
    }

    /** The plan of a run, if it was made. */
    Optional<Plan> find(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("SELECT frame::text FROM facets.vocabulary WHERE run_id = :run::uuid")
                        .bind("run", run.runId())
                        .mapTo(String.class)
                        .findOne()
                        .map(json -> Json.read(json, Plan.class)));
    }

    /** Writes frame, vocabulary and plan at once; where another was faster, its plan stands, which is the same. */
    void put(RunKey run, List<byte[]> states, SortedSet<String> words, Plan plan) {
        database.useTenant(run.tenant(), handle -> {
            putStates(handle, run, states);
            handle.createUpdate("""
                    INSERT INTO facets.vocabulary (tenant, run_id, digest, words, frame)
                    VALUES (:tenant, :run::uuid, :digest, :words, :frame::jsonb) ON CONFLICT DO NOTHING""")
                    .bind("tenant", run.tenant())
                    .bind("run", run.runId())
                    .bind("digest", Vocabulary.digest(words))
                    .bind("words", WordList.packed(words))
                    .bind("frame", Json.write(plan))
                    .execute();
        });
    }

    private static void putStates(Handle handle, RunKey run, List<byte[]> states) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO facets.frame (tenant, run_id, shard, states)
                VALUES (:tenant, :run::uuid, :shard, :states) ON CONFLICT DO NOTHING""");
        for (int shard = 0; shard < states.size(); shard++) {
            batch.bind("tenant", run.tenant())
                    .bind("run", run.runId())
                    .bind("shard", shard)
                    .bind("states", states.get(shard))
                    .add();
        }
        batch.execute();
    }

    /** The states of a shard's conversations; none where the run has no plan. */
    Optional<byte[]> states(RunKey run, int shard) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery(
                                "SELECT states FROM facets.frame WHERE run_id = :run::uuid AND shard = :shard")
                        .bind("run", run.runId())
                        .bind("shard", shard)
                        .mapTo(byte[].class)
                        .findOne());
    }

    /** The vocabulary of a run. */
    Set<String> words(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("SELECT words FROM facets.vocabulary WHERE run_id = :run::uuid")
                        .bind("run", run.runId())
                        .mapTo(byte[].class)
                        .map(WordList::unpacked)
                        .one());
    }
}
