package murmuration.privacy;

import java.util.UUID;
import java.util.function.Function;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.ErrorCode;
import murmuration.core.Manifest;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.CanonicalJson;
import murmuration.runtime.Database;
import murmuration.runtime.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes the published schema; the only class that does, but for records in its audit outbox. */
final class PublishedRows {
    private static final int BATCH = 1_000;

    private final Database database;

    PublishedRows(Database database) {
        this.database = database;
    }

    /** Compares the release with earlier ones, and replaces what the run had, in one transaction. */
    Publication.Published replace(
            Assignment run, Draft draft, Marks marks, Function<Manifest.Compared, Publication.Ready> making) {
        return database.inTenant(run.run().tenant(), handle -> {
            requireGoesOn(handle, run);
            Publication.Ready ready = making.apply(new ReleaseRows(handle, run, draft, marks).compare());
            Release release = ready.release();
            Manifest manifest = ready.manifest();
            ready.charge().ifPresent(charge -> new BudgetRows(handle, run).charge(manifest.resultDigest(), charge));
            delete(handle, run.runId());
            insertRun(handle, run, release, manifest);
            insertClusters(handle, run, release);
            insertCells(handle, run, release);
            AuditEntry published = AuditEntry.of(AuditAction.RESULT_PUBLISHED)
                    .run(run.run())
                    .dataset(run.datasetId())
                    .digest("result", manifest.resultDigest())
                    .digest("manifest", CanonicalJson.of(manifest).sha256())
                    .count("clusters", release.clusters().size())
                    .count("cells", release.cells().size());
            AuditOutbox.PUBLISHED.write(handle, run.run().tenant(), published);
            return new Publication.Published(
                    manifest.resultDigest(), release.clusters().size());
        });
    }

    /** What was canceled is not published, however late that is known here: who cancels waits for this transaction. */
    private static void requireGoesOn(Handle handle, Assignment run) {
        boolean ended = handle.createQuery("SELECT ended FROM runs.assignment WHERE run_id = :run")
                .bind("run", run.runId())
                .mapTo(Boolean.class)
                .one();
        if (ended) {
            throw new MurmurationException(
                    ErrorCode.CONFLICT, "run " + run.run().runId() + " has ended, and nothing of it is published");
        }
    }

    /** Notes that conversations which are counted here have been erased since, and removes what was kept of them; rows. */
    long erased(RunKey run) {
        UUID id = UUID.fromString(run.runId());
        return database.inTenant(run.tenant(), handle -> {
            handle.createUpdate("UPDATE published.run SET erased_at = now() WHERE run_id = :run")
                    .bind("run", id)
                    .execute();
            return ReleaseRows.forget(handle, id);
        });
    }

    /**
     * Removes what the run had; answers how many rows.
     *
     * @param again whether the run computes the same data again. Else what its releases counted counts as new from now on:
     *     who has kept one of them must not find out, by the next, whom that one leaves out
     */
    long withdraw(RunKey run, boolean again) {
        return database.inTenant(run.tenant(), handle -> {
            long rows = delete(handle, UUID.fromString(run.runId()));
            if (!again) {
                ReleaseRows.forget(handle, UUID.fromString(run.runId()));
            }
            if (rows > 0) {
                AuditEntry withdrawn =
                        AuditEntry.of(AuditAction.RESULT_WITHDRAWN).run(run).count("rows", rows);
                AuditOutbox.PUBLISHED.write(handle, run.tenant(), withdrawn);
            }
            return rows;
        });
    }

    private static long delete(Handle handle, UUID run) {
        long removed = 0;
        for (String table : new String[] {"cell", "cluster", "run"}) {
            removed += handle.createUpdate("DELETE FROM published." + table + " WHERE run_id = :run")
                    .bind("run", run)
                    .execute();
        }
        return removed;
    }

    private static void insertRun(Handle handle, Assignment run, Release release, Manifest manifest) {
        handle.createUpdate("""
                INSERT INTO published.run (tenant, run_id, name, dataset_id, result_digest, manifest, coverage, notes)
                VALUES (:tenant, :run, :name, :dataset, :digest, :manifest::jsonb, :coverage::jsonb, :notes::jsonb)""")
                .bind("tenant", run.run().tenant())
                .bind("run", run.runId())
                .bind("name", release.name())
                .bind("dataset", run.datasetId())
                .bind("digest", manifest.resultDigest())
                .bind("manifest", Json.write(manifest))
                .bind("coverage", Json.write(release.coverage()))
                .bind("notes", Json.write(release.notes()))
                .execute();
    }

    private static void insertClusters(Handle handle, Assignment run, Release release) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO published.cluster (tenant, run_id, cluster_id, level, parent_id, name, description,
                    conversations, accounts_band, share, rating, rated_by, x, y, nearest)
                VALUES (:tenant, :run, :id, :level, nullif(:parent, ''), :name, :description,
                    :conversations, :accounts, :share, :rating, :ratedBy, :x, :y, :nearest)""");
        for (PublishedCluster cluster : release.clusters()) {
            ReviewedText text = cluster.text().value();
            batch.bind("tenant", run.run().tenant())
                    .bind("run", run.runId())
                    .bind("id", cluster.id())
                    .bind("level", cluster.key().level())
                    .bind("parent", cluster.parentId())
                    .bind("name", text.label().name())
                    .bind("description", text.label().description())
                    .bind("conversations", cluster.size().value().conversations())
                    .bind("accounts", cluster.size().value().accountsBand())
                    .bind("share", cluster.share())
                    .bind("rating", text.rating())
                    .bind("ratedBy", text.ratedBy())
                    .bind("x", cluster.at().x())
                    .bind("y", cluster.at().y())
                    .bind("nearest", cluster.nearest().toArray(String[]::new))
                    .add();
            flush(batch, BATCH);
        }
        flush(batch, 1);
    }

    private static void insertCells(Handle handle, Assignment run, Release release) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO published.cell (tenant, run_id, cluster_id, facet, variable, value, ordinal, conversations,
                    accounts_band, date_start, date_end)
                VALUES (:tenant, :run, :cluster, :facet, :variable, :value, :ordinal, :conversations,
                    :accounts, :first, :last)""");
        for (PublishedCell cell : release.cells()) {
            Column.Days days = cell.column().days();
            batch.bind("tenant", run.run().tenant())
                    .bind("run", run.runId())
                    .bind("cluster", release.nodeIds().get(cell.node()))
                    .bind("facet", cell.facet())
                    .bind("variable", cell.column().variable())
                    .bind("value", cell.column().label().value())
                    .bind("ordinal", cell.ordinal())
                    .bind("conversations", cell.size().value().conversations())
                    .bind("accounts", cell.size().value().accountsBand())
                    .bind("first", days == null ? null : days.first())
                    .bind("last", days == null ? null : days.last())
                    .add();
            flush(batch, BATCH);
        }
        flush(batch, 1);
    }

    private static void flush(PreparedBatch batch, int from) {
        if (batch.size() >= from) {
            batch.execute();
        }
    }
}
