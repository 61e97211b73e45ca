package murmuration.clustering;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.Database;
import murmuration.runtime.Json;

/** The trained centroids of runs: written once, then found again. */
final class CentroidRows {
    private final Database database;

    CentroidRows(Database database) {
        this.database = database;
    }

    /** The run's centroids, if it has been trained. */
    Optional<Trained> find(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT k, d, centroids, report::text AS report
                        FROM clusters.centroids WHERE run_id = :run::uuid""")
                        .bind("run", run.runId())
                        .map((row, context) -> new Trained(
                                new Matrix(floats(row.getBytes("centroids")), row.getInt("k"), row.getInt("d")),
                                Json.read(row.getString("report"), TrainingReport.class)))
                        .findOne());
    }

    /** The run's centroids; it must have been trained. */
    Trained get(RunKey run) {
        return find(run)
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.CONFLICT, "run " + run.runId() + " has no trained centroids"));
    }

    /** Writes them unless another worker has. */
    void write(RunKey run, Trained trained) {
        database.useTenant(
                run.tenant(),
                handle -> handle.createUpdate("""
                        INSERT INTO clusters.centroids (tenant, run_id, k, d, centroids, report)
                        VALUES (:tenant, :run::uuid, :k, :d, :centroids, :report::jsonb)
                        ON CONFLICT DO NOTHING""")
                        .bind("tenant", run.tenant())
                        .bind("run", run.runId())
                        .bind("k", trained.centroids().n())
                        .bind("d", trained.centroids().d())
                        .bind("centroids", bytes(trained.centroids().values()))
                        .bind("report", Json.write(trained.report()))
                        .execute());
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
