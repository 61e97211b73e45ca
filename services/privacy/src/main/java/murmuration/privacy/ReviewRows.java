package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;

/** Marks clusters, and keeps what was decided about which text. */
final class ReviewRows {
    private final Database database;

    ReviewRows(Database database) {
        this.database = database;
    }

    /** Withholds these base clusters before any of their text is seen. */
    void withholdSmall(Assignment run, List<Integer> bases) {
        database.useTenant(
                run.run().tenant(),
                handle -> handle.createUpdate("""
                        UPDATE clusters.cluster SET status = 'WITHHELD', reason = 'TOO_FEW'
                        WHERE run_id = :run AND level = 0 AND status = 'NEW' AND k = ANY(:bases)""")
                        .bind("run", run.runId())
                        .bind("bases", bases.toArray(Integer[]::new))
                        .execute());
    }

    /** Records a verdict, unless the cluster has been renamed or reviewed meanwhile. */
    void record(Assignment run, ClusterRow cluster, Verdict verdict, String ratedBy) {
        List<String> avoid = new ArrayList<>(cluster.avoid());
        int rating = 0;
        switch (verdict) {
            case Verdict.Passed passed -> rating = passed.rating();
            case Verdict.Withheld withheld -> rating = withheld.rating();
            case Verdict.Rejected rejected -> {
                rating = rejected.rating();
                avoid = rejected.avoid();
            }
        }
        int recorded = rating;
        String[] avoided = avoid.toArray(String[]::new);
        database.useTenant(run.run().tenant(), handle -> {
            int updated = handle.createUpdate("""
                            UPDATE clusters.cluster SET status = :status, reason = :reason, avoid = :avoid,
                                rating = nullif(:rating, 0), rated_by = :ratedBy
                            WHERE run_id = :run AND level = :level AND k = :k AND status = 'NAMED'
                              AND name = :name AND description = :description""")
                    .bind("status", verdict.status())
                    .bind("reason", verdict.why())
                    .bind("avoid", avoided)
                    .bind("rating", recorded)
                    .bind("ratedBy", ratedBy)
                    .bind("run", run.runId())
                    .bind("level", cluster.key().level())
                    .bind("k", cluster.key().k())
                    .bind("name", cluster.label().name())
                    .bind("description", cluster.label().description())
                    .execute();
            if (updated == 0) {
                return;
            }
            handle.createUpdate("""
                            INSERT INTO clusters.review
                                (tenant, run_id, level, k, text_digest, passed, reason, rating, rated_by)
                            VALUES (:tenant, :run, :level, :k, :digest, :passed, :reason, :rating, :ratedBy)
                            ON CONFLICT (tenant, run_id, level, k) DO UPDATE SET text_digest = excluded.text_digest,
                                passed = excluded.passed, reason = excluded.reason, rating = excluded.rating,
                                rated_by = excluded.rated_by""")
                    .bind("tenant", run.run().tenant())
                    .bind("run", run.runId())
                    .bind("level", cluster.key().level())
                    .bind("k", cluster.key().k())
                    .bind("digest", Reviewed.digest(cluster))
                    .bind("passed", verdict instanceof Verdict.Passed)
                    .bind("reason", verdict.why())
                    .bind("rating", recorded)
                    .bind("ratedBy", ratedBy)
                    .execute();
        });
    }

    /** The last decision about each cluster. */
    Map<ClusterKey, Reviewed> all(Assignment run) {
        Map<ClusterKey, Reviewed> reviews = new TreeMap<>();
        database.useTenant(
                run.run().tenant(),
                handle -> handle.createQuery("""
                        SELECT level, k, text_digest, passed, reason, rating, rated_by
                        FROM clusters.review WHERE run_id = :run""")
                        .bind("run", run.runId())
                        .map((row, context) -> reviews.put(
                                new ClusterKey(row.getInt("level"), row.getInt("k")),
                                new Reviewed(
                                        row.getString("text_digest"),
                                        row.getBoolean("passed"),
                                        row.getString("reason"),
                                        row.getInt("rating"),
                                        row.getString("rated_by"))))
                        .list());
        return reviews;
    }
}
