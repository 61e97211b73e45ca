package murmuration.embedding;

import java.util.List;
import murmuration.core.RunKey;
import murmuration.runtime.Database;

/** On which families of processors a run's vectors were computed. */
final class CpuFamilyRows {
    private final Database database;

    CpuFamilyRows(Database database) {
        this.database = database;
    }

    /** Notes one of them; before any vector is kept that was computed on it. */
    void add(RunKey run, String family) {
        database.useTenant(
                run.tenant(),
                handle -> handle.createUpdate("""
                        INSERT INTO vectors.cpu_family (tenant, run_id, family) VALUES (:tenant, :run::uuid, :family)
                        ON CONFLICT DO NOTHING""")
                        .bind("tenant", run.tenant())
                        .bind("run", run.runId())
                        .bind("family", family)
                        .execute());
    }

    /** All of them, in order. */
    List<String> of(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery(
                                "SELECT family FROM vectors.cpu_family WHERE run_id = :run::uuid ORDER BY family")
                        .bind("run", run.runId())
                        .mapTo(String.class)
                        .list());
    }

    /** Forgets them, with the vectors. */
    void erase(RunKey run) {
        database.useTenant(
                run.tenant(),
                handle -> handle.createUpdate("DELETE FROM vectors.cpu_family WHERE run_id = :run::uuid")
                        .bind("run", run.runId())
                        .execute());
    }
}
