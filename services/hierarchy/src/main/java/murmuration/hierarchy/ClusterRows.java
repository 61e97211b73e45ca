package murmuration.hierarchy;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import murmuration.core.Question;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The clusters of every level, their names and their places. */
final class ClusterRows {
    private final Database database;

    ClusterRows(Database database) {
        this.database = database;
    }

    /** The same for one step of a run; see {@link Database#standing}. */
    ClusterRows standing(Assignment run) {
        return new ClusterRows(database.standing(run));
    }

    /** Conversations of a union of base clusters, and distinct accounts of its original members. */
    record Size(long conversations, long accounts) {}

    /** A level's clusters in order. */
    List<ClusterRow> level(RunKey run, int level) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery("""
                        SELECT k, cluster_id, parent, status, reason, avoid, attempts, name, description, conversations,
                               accounts
                        FROM clusters.cluster WHERE run_id = :run::uuid AND level = :level ORDER BY k""")
                        .bind("run", run.runId())
                        .bind("level", level)
                        .map((row, context) -> cluster(row))
                        .list());
    }

    /** Every level's clusters from the base up to and with this one. */
    List<List<ClusterRow>> upTo(RunKey run, int level) {
        List<List<ClusterRow>> levels = new ArrayList<>();
        for (int at = 0; at <= level; at++) {
            levels.add(level(run, at));
        }
        return levels;
    }

    /** Writes names; a cluster that another worker has named since is left alone. */
    void name(RunKey run, int level, Collection<ClusterRow> named) {
        database.useTenant(run.tenant(), handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    UPDATE clusters.cluster
                    SET status = :status, reason = :reason, name = :name, description = :description, attempts = :attempts
                    WHERE run_id = :run::uuid AND level = :level AND k = :k AND status IN ('NEW', 'REJECTED')
                      AND attempts = :attempts - 1""");
            for (ClusterRow row : named) {
                batch.bind("status", row.status())
                        .bind("reason", row.reason())
                        .bind("name", row.label().name())
                        .bind("description", row.label().description())
                        .bind("attempts", row.attempts())
                        .bind("run", run.runId())
                        .bind("level", level)
                        .bind("k", row.k())
                        .add();
            }
            batch.execute();
        });
    }

    /**
     * Sizes of unions of base clusters, by union.
     *
     * @param unions for each base cluster's index, the union it is part of, or −1
     */
    Map<Integer, Size> sizes(RunKey run, List<Integer> unions) {
        return database.inTenant(
                run.tenant(),
                // accounts are looked up row by row, for the reason given in SummaryRows
                handle -> handle.createQuery("""
                        SELECT parent, count(*) AS conversations,
                               count(DISTINCT account) FILTER (WHERE original) AS accounts
                        FROM (SELECT (:unions)[a.k + 1] AS parent, c.account, a.original
                              FROM clusters.assignment a
                              CROSS JOIN LATERAL (
                                  SELECT c.account FROM facets.conversation c
                                  WHERE c.run_id = :run::uuid AND c.shard = a.shard AND c.position = a.position
                                  OFFSET 0) c
                              WHERE a.run_id = :run::uuid) u
                        WHERE parent >= 0 GROUP BY parent""")
                        .bindArray("unions", Integer.class, unions)
                        .bind("run", run.runId())
                        .reduceRows(new TreeMap<Integer, Size>(), (sizes, row) -> {
                            sizes.put(
                                    row.getColumn("parent", Integer.class),
                                    new Size(
                                            row.getColumn("conversations", Long.class),
                                            row.getColumn("accounts", Long.class)));
                            return sizes;
                        }));
    }

    /** How this level was raised, if it was decided. */
    Optional<LevelReport> report(RunKey run, int level) {
        return reports(run).stream().filter(report -> report.level() == level).findFirst();
    }

    /** How each level was raised, in order. */
    List<LevelReport> reports(RunKey run) {
        return database.inTenant(
                run.tenant(),
                handle -> handle.createQuery(
                                "SELECT report::text FROM clusters.level WHERE run_id = :run::uuid ORDER BY level")
                        .bind("run", run.runId())
                        .map((row, context) -> Json.read(row.getString(1), LevelReport.class))
                        .list());
    }

    /** Writes a level with its parents and its children's places at once, unless it has been written since. */
    void raise(RunKey run, LevelReport report, List<ClusterRow> parents, List<Place> places) {
        database.useTenant(run.tenant(), handle -> {
            int written = handle.createUpdate("""
                    INSERT INTO clusters.level (tenant, run_id, level, report)
                    VALUES (:tenant, :run::uuid, :level, :report::jsonb) ON CONFLICT DO NOTHING""")
                    .bind("tenant", run.tenant())
                    .bind("run", run.runId())
                    .bind("level", report.level())
                    .bind("report", Json.write(report))
                    .execute();
            if (written == 1) {
                insert(handle, run, report.level(), parents);
                hang(handle, run, report.level() - 1, places);
            }
        });
    }

    /** A child's place: its parent, and how it got there. */
    record Place(int k, int parent, Placement.By by) {}

    private static void insert(Handle handle, RunKey run, int level, List<ClusterRow> parents) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO clusters.cluster (tenant, run_id, level, k, cluster_id, status, name, description,
                                              conversations, accounts)
                VALUES (:tenant, :run::uuid, :level, :k, :id, :status, :name, :description, :conversations, :accounts)""");
        for (ClusterRow parent : parents) {
            batch.bind("tenant", run.tenant())
                    .bind("run", run.runId())
                    .bind("level", level)
                    .bind("k", parent.k())
                    .bind("id", parent.id())
                    .bind("status", parent.status())
                    .bind("name", parent.label().name())
                    .bind("description", parent.label().description())
                    .bind("conversations", parent.conversations())
                    .bind("accounts", parent.accounts())
                    .add();
        }
        batch.execute();
    }

    private static void hang(Handle handle, RunKey run, int level, List<Place> places) {
        PreparedBatch batch = handle.prepareBatch("""
                UPDATE clusters.cluster SET parent = :parent, assigned_by = :by
                WHERE run_id = :run::uuid AND level = :level AND k = :k""");
        for (Place place : places) {
            batch.bind("parent", place.parent())
                    .bind("by", place.by().name().toLowerCase(Locale.ROOT))
                    .bind("run", run.runId())
                    .bind("level", level)
                    .bind("k", place.k())
                    .add();
        }
        batch.execute();
    }

    private static ClusterRow cluster(ResultSet row) throws SQLException {
        Array avoid = row.getArray("avoid");
        int parent = row.getInt("parent");
        return new ClusterRow(
                row.getInt("k"),
                row.getString("cluster_id"),
                row.getObject("parent") == null ? null : parent,
                row.getString("status"),
                row.getString("reason"),
                Arrays.asList((String[]) avoid.getArray()),
                row.getInt("attempts"),
                new Question.Label(row.getString("name"), row.getString("description")),
                row.getLong("conversations"),
                row.getLong("accounts"));
    }
}
