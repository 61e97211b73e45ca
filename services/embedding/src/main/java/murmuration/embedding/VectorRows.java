package murmuration.embedding;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.models.KnownVectors;
import murmuration.models.ReplyRows;
import murmuration.runtime.Assignment;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Sealing;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Vectors of endpoints as rows, under a key that tells nothing, and encrypted. */
final class VectorRows {
    private static final String TABLE = "vectors.stored";
    private static final HexFormat HEX = HexFormat.of();
    private static final Logger LOG = LoggerFactory.getLogger(VectorRows.class);

    /** Of a key, which is a digest that tells nothing: enough to find its row. */
    private static final int LOGGED_BYTES = 8;

    private final Database database;
    private final DeploymentKey deployment;

    VectorRows(Database database, DeploymentKey deployment) {
        this.database = database;
        this.deployment = deployment;
    }

    /** The vectors that this run may use, and where it keeps its own. */
    KnownVectors of(Assignment run) {
        return new OfRun(run, new Sealing(deployment.hmac(run.run().tenant(), "stored vectors", "")));
    }

    /** Records that a run's vectors are about to be dropped from a store that knows no transaction. */
    void erasing(RunKey run) {
        database.useTenant(
                run.tenant(),
                handle -> AuditOutbox.VECTORS.write(
                        handle, run.tenant(), AuditEntry.of(AuditAction.ERASING).run(run)));
    }

    /**
     * Deletes what a run has used, and what no other run has used, and records it with the drop that went before; answers
     * how many uses.
     */
    long erase(RunKey run) {
        return database.inTenant(run.tenant(), handle -> {
            long uses = ReplyRows.erase(handle, TABLE, "run_id", UUID.fromString(run.runId()));
            AuditEntry erased = AuditEntry.of(AuditAction.ERASED)
                    .run(run)
                    .removed(Map.of(TABLE + "_use", uses))
                    .count("collections", 1);
            AuditOutbox.VECTORS.write(handle, run.tenant(), erased);
            return uses;
        });
    }

    /** A row as it is stored. */
    private record Sealed(byte[] key, byte[] vector) {}

    private final class OfRun implements KnownVectors {
        private final Assignment run;
        private final Database database;
        private final Sealing sealing;

        OfRun(Assignment run, Sealing sealing) {
            this.run = run;
            this.sealing = sealing;
            database = VectorRows.this.database.standing(run);
        }

        @Override
        public Map<String, float[]> find(List<String> texts) {
            return database.inTenant(run.run().tenant(), handle -> select(handle, keys(texts)));
        }

        @Override
        public Map<String, float[]> keep(Map<String, float[]> vectors) {
            Map<String, String> keys = keys(vectors.keySet());
            return database.inTenant(run.run().tenant(), handle -> {
                insert(handle, keys, vectors);
                Map<String, float[]> standing = select(handle, keys);
                if (standing.size() < vectors.size()) {
                    throw new MurmurationException(
                            ErrorCode.UNAVAILABLE, "vectors of another run were deleted meanwhile");
                }
                return standing;
            });
        }

        /** Key in hexadecimal → text, in the order of keys, so that two who write the same do not wait for each other. */
        private Map<String, String> keys(Collection<String> texts) {
            RunSpec.Embedding spec = run.spec().embedding();
            Map<String, String> keys = new TreeMap<>();
            for (String text : texts) {
                String identity = new Digest()
                        .add(spec.provider())
                        .add(String.valueOf(spec.baseUrl()))
                        .add(spec.name())
                        .add(String.valueOf(spec.dimensions()))
                        .add(text)
                        .hex();
                keys.put(HEX.formatHex(deployment.hmac(run.run().tenant(), "vector key", identity)), text);
            }
            return keys;
        }

        private void insert(Handle handle, Map<String, String> keys, Map<String, float[]> vectors) {
            PreparedBatch rows = handle.prepareBatch("""
                    INSERT INTO vectors.stored (tenant, key, run_id, model, vector)
                    VALUES (:tenant, :key, :run, :model, :vector) ON CONFLICT DO NOTHING""");
            keys.forEach((hex, text) -> {
                byte[] key = HEX.parseHex(hex);
                rows.bind("tenant", run.run().tenant())
                        .bind("key", key)
                        .bind("run", run.runId())
                        .bind("model", run.spec().embedding().name())
                        .bind("vector", sealing.seal(bytes(vectors.getOrDefault(text, new float[0])), key))
                        .add();
            });
            rows.execute();
        }

        private Map<String, float[]> select(Handle handle, Map<String, String> keys) {
            Map<String, float[]> found = new HashMap<>();
            List<Sealed> rows = handle.createQuery("""
                            WITH found AS (SELECT key, vector FROM vectors.stored WHERE key = ANY(:keys)),
                                 used AS (INSERT INTO vectors.stored_use (tenant, run_id, key, dataset_id)
                                          SELECT :tenant, :run, key, :dataset FROM found ORDER BY key
                                          ON CONFLICT DO NOTHING)
                            SELECT key, vector FROM found""")
                    .bind("keys", array(keys.keySet()))
                    .bind("tenant", run.run().tenant())
                    .bind("run", run.runId())
                    .bind("dataset", run.datasetId())
                    .map((row, context) -> new Sealed(row.getBytes("key"), row.getBytes("vector")))
                    .list();
            rows.forEach(row -> opened(handle, row)
                    .ifPresent(vector -> found.put(keys.getOrDefault(HEX.formatHex(row.key()), ""), vector)));
            return found;
        }

        /** One that cannot be opened goes, and is asked for again: nobody can open it. */
        private Optional<float[]> opened(Handle handle, Sealed row) {
            try {
                return Optional.of(floats(sealing.open(row.vector(), row.key())));
            } catch (MurmurationException | BufferUnderflowException e) {
                LOG.warn(
                        "a stored vector cannot be opened and is asked for again: run={} key={}",
                        run.run().runId(),
                        HEX.formatHex(row.key(), 0, LOGGED_BYTES));
                handle.createUpdate("DELETE FROM vectors.stored WHERE key = :key AND vector = :vector")
                        .bind("key", row.key())
                        .bind("vector", row.vector())
                        .execute();
                return Optional.empty();
            }
        }
    }

    private static Argument array(Collection<String> keys) {
        byte[][] values = keys.stream().map(HEX::parseHex).toArray(byte[][]::new);
        return (position, statement, context) ->
                statement.setArray(position, statement.getConnection().createArrayOf("bytea", values));
    }

    private static byte[] bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
