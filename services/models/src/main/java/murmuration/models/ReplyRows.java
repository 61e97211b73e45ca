package murmuration.models;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;
import murmuration.runtime.Sealing;
import org.jdbi.v3.core.Handle;

/** Replies as rows of the service that asked, under a key that tells nothing, and encrypted. */
public final class ReplyRows {
    private final Database database;
    private final DeploymentKey deployment;
    private final String table;

    /** @param table the service's own, {@code schema.name}; its uses are in {@code schema.name_use} */
    public ReplyRows(Database database, DeploymentKey deployment, String table) {
        this.database = database;
        this.deployment = deployment;
        this.table = table;
    }

    /** The replies that this run may use, and where it keeps its own. */
    public ReplyStore of(Assignment run) {
        Sealing sealing = new Sealing(deployment.hmac(run.run().tenant(), "stored replies", ""));
        return new ReplyStore() {
            @Override
            public Optional<Reply> find(Call call) {
                byte[] key = key(run, call);
                return database.inTenant(
                        run.run().tenant(),
                        handle -> handle.createQuery("""
                                WITH found AS (SELECT reply FROM %s WHERE key = :key),
                                     used AS (INSERT INTO %s_use
                                                (tenant, run_id, key, dataset_id, conversation_id, account)
                                              SELECT :tenant, :run, :key, :dataset, :conversation, :account FROM found
                                              ON CONFLICT DO NOTHING)
                                SELECT reply FROM found""".formatted(table, table))
                                .bind("key", key)
                                .bind("tenant", run.run().tenant())
                                .bind("run", run.runId())
                                .bind("dataset", run.datasetId())
                                .bindByType("conversation", call.subject().conversation(), UUID.class)
                                .bindByType("account", call.subject().account(), UUID.class)
                                .map((row, context) -> opened(sealing, key, row.getBytes("reply")))
                                .findOne());
            }

            @Override
            public void keep(Call call, Reply reply) {
                byte[] key = key(run, call);
                byte[] sealed = sealing.seal(Json.write(reply).getBytes(StandardCharsets.UTF_8), key);
                database.useTenant(run.run().tenant(), handle -> {
                    handle.createUpdate("""
                                    INSERT INTO %s
                                        (tenant, key, run_id, purpose, model, input_tokens, output_tokens, reply)
                                    VALUES (:tenant, :key, :run, :purpose, :model, :input, :output, :reply)
                                    ON CONFLICT DO NOTHING""".formatted(table))
                            .bind("tenant", run.run().tenant())
                            .bind("key", key)
                            .bind("run", run.runId())
                            .bind("purpose", call.purpose().name())
                            .bind("model", call.model())
                            .bind("input", reply.inputTokens())
                            .bind("output", reply.outputTokens())
                            .bind("reply", sealed)
                            .execute();
                    handle.createUpdate("""
                                    INSERT INTO %s_use (tenant, run_id, key, dataset_id, conversation_id, account)
                                    VALUES (:tenant, :run, :key, :dataset, :conversation, :account)
                                    ON CONFLICT DO NOTHING""".formatted(table))
                            .bind("tenant", run.run().tenant())
                            .bind("run", run.runId())
                            .bind("key", key)
                            .bind("dataset", run.datasetId())
                            .bindByType("conversation", call.subject().conversation(), UUID.class)
                            .bindByType("account", call.subject().account(), UUID.class)
                            .execute();
                });
            }
        };
    }

    /** What a run has asked so far. */
    public Usage usage(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT (SELECT count(DISTINCT key) FROM %s_use WHERE run_id = :run::uuid) AS answers,
                               count(*) AS paid, coalesce(sum(input_tokens), 0) AS input,
                               coalesce(sum(output_tokens), 0) AS output
                        FROM %s WHERE run_id = :run::uuid""".formatted(table, table))
                        .bind("run", run.runId())
                        .map((row, context) -> new Usage(
                                row.getLong("answers"),
                                row.getLong("paid"),
                                row.getLong("input"),
                                row.getLong("output")))
                        .one());
    }

    /** Deletes a run's uses, and what no other run has used; answers how many uses. */
    public long erase(RunKey run) {
        return database.inTenant(run.tenant(), handle -> erase(handle, table, "run_id", UUID.fromString(run.runId())));
    }

    /**
     * Deletes the uses of one owner, and what no other owner has used; answers how many uses.
     *
     * @param owner the column of the uses that names it: {@code run_id} or {@code dataset_id}
     */
    public static long erase(Handle handle, String table, String owner, UUID id) {
        handle.createUpdate("""
                        DELETE FROM %s r
                        WHERE EXISTS (SELECT FROM %s_use u WHERE u.key = r.key AND u.%s = :id)
                          AND NOT EXISTS (SELECT FROM %s_use u WHERE u.key = r.key AND u.%s <> :id)""".formatted(table, table, owner, table, owner))
                .bind("id", id)
                .execute();
        return handle.createUpdate("DELETE FROM %s_use WHERE %s = :id".formatted(table, owner))
                .bind("id", id)
                .execute();
    }

    private byte[] key(Assignment run, Call call) {
        return deployment.hmac(run.run().tenant(), "reply key", call.identity());
    }

    private static Reply opened(Sealing sealing, byte[] key, byte[] sealed) {
        return Json.read(new String(sealing.open(sealed, key), StandardCharsets.UTF_8), Reply.class);
    }
}
