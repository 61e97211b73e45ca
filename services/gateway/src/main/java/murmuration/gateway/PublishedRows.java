package murmuration.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Database;
import murmuration.runtime.Ids;
import murmuration.runtime.Json;
import org.jdbi.v3.core.statement.Query;

/** The published schema, which is all that the gateway's role can read. */
final class PublishedRows {
    private static final int FETCHED = 1_000;
    private static final String CLUSTER =
            "cluster_id, level, parent_id, name, description, conversations, accounts_band, share, rating, rated_by, x, y";

    private final Database database;

    PublishedRows(Database database) {
        this.database = database;
    }

    /** A published run of this tenant; NOT_FOUND for any other. */
    PublishedRun run(String tenant, String runId) {
        UUID id = Ids.parse(runId);
        return database.inTenant(
                        tenant,
                        handle -> handle.createQuery("SELECT * FROM published.run WHERE run_id = :run")
                                .bind("run", id)
                                .map((row, context) -> run(row))
                                .findOne())
                .orElseThrow(() -> new MurmurationException(ErrorCode.NOT_FOUND, "no run with that id is published"));
    }

    /** Every cluster, from the top level down, the larger first. */
    List<ClusterView> clusters(PublishedRun run) {
        return database.inTenant(
                run.tenant(),
                handle -> of(
                                handle.createQuery(
                                        "SELECT " + CLUSTER + ", NULL::float8 AS facet_share FROM published.cluster"
                                                + " WHERE run_id = :run ORDER BY level DESC, conversations DESC, cluster_id"),
                                run)
                        .map((row, context) -> cluster(row))
                        .list());
    }

    /** The clusters that a query wants, in its order. */
    List<ClusterView> find(PublishedRun run, ClusterQuery query) {
        return database.inTenant(run.tenant(), handle -> {
            Query sql = of(handle.createQuery(query.sql(CLUSTER)), run);
            query.values().forEach(sql::bind);
            return sql.map((row, context) -> cluster(row)).list();
        });
    }

    /** One cluster. */
    Optional<ClusterView> cluster(PublishedRun run, String clusterId) {
        return database.inTenant(
                run.tenant(),
                handle -> of(
                                handle.createQuery(
                                        "SELECT " + CLUSTER + ", NULL::float8 AS facet_share FROM published.cluster"
                                                + " WHERE run_id = :run AND cluster_id = :id"),
                                run)
                        .bind("id", clusterId)
                        .map((row, context) -> cluster(row))
                        .findOne());
    }

    /** What is above a cluster, from the top down. */
    List<ClusterView.Brief> above(PublishedRun run, String clusterId) {
        return database.inTenant(
                run.tenant(),
                handle -> of(handle.createQuery("""
                        WITH RECURSIVE up AS (
                            SELECT c.parent_id AS id, 1 AS depth FROM published.cluster c
                            WHERE c.run_id = :run AND c.cluster_id = :id
                            UNION ALL
                            SELECT c.parent_id, up.depth + 1 FROM published.cluster c
                            JOIN up ON c.run_id = :run AND c.cluster_id = up.id WHERE up.depth < 50)
                        SELECT c.cluster_id, c.level, c.name, c.conversations FROM up
                        JOIN published.cluster c ON c.run_id = :run AND c.cluster_id = up.id
                        ORDER BY up.depth DESC"""), run)
                        .bind("id", clusterId)
                        .map((row, context) -> brief(row))
                        .list());
    }

    /** The clusters whose texts are nearest, the nearest first. */
    List<ClusterView.Brief> near(PublishedRun run, String clusterId) {
        return database.inTenant(
                run.tenant(),
                handle -> of(handle.createQuery("""
                        SELECT n.cluster_id, n.level, n.name, n.conversations
                        FROM published.cluster c
                        CROSS JOIN LATERAL unnest(c.nearest) WITH ORDINALITY AS near(id, place)
                        JOIN published.cluster n ON n.run_id = :run AND n.cluster_id = near.id
                        WHERE c.run_id = :run AND c.cluster_id = :id ORDER BY near.place"""), run)
                        .bind("id", clusterId)
                        .map((row, context) -> brief(row))
                        .list());
    }

    /** What hangs directly under a cluster, the larger first. */
    List<ClusterView.Brief> below(PublishedRun run, String clusterId) {
        return database.inTenant(
                run.tenant(),
                handle -> of(handle.createQuery("""
                        SELECT cluster_id, level, name, conversations FROM published.cluster
                        WHERE run_id = :run AND parent_id = :id ORDER BY conversations DESC, cluster_id"""), run)
                        .bind("id", clusterId)
                        .map((row, context) -> brief(row))
                        .list());
    }

    /** The cells of one cluster, or of the whole run under the empty id. */
    List<Cell> cells(PublishedRun run, String clusterId) {
        return database.inTenant(
                run.tenant(),
                handle -> of(handle.createQuery("""
                        SELECT * FROM published.cell WHERE run_id = :run AND cluster_id = :id
                        ORDER BY facet, ordinal, variable"""), run)
                        .bind("id", clusterId)
                        .map((row, context) -> cell(row))
                        .list());
    }

    /** Every cell of the run, by cluster, without holding them all. */
    void eachCell(PublishedRun run, Consumer<Cell> consumer) {
        database.useTenant(
                run.tenant(),
                handle -> of(handle.createQuery("""
                        SELECT * FROM published.cell WHERE run_id = :run
                        ORDER BY cluster_id, facet, ordinal, variable"""), run)
                        .setFetchSize(FETCHED)
                        .map((row, context) -> cell(row))
                        .forEach(consumer));
    }

    /** Reads, and answers nothing: whether the schema can be read. */
    void read() {
        database.useTenant(
                "",
                handle -> handle.createQuery("SELECT 1 FROM published.run LIMIT 1")
                        .mapTo(Integer.class)
                        .findFirst());
    }

    private static Query of(Query query, PublishedRun run) {
        return query.bind("run", UUID.fromString(run.id()));
    }

    private static PublishedRun run(ResultSet row) throws SQLException {
        return new PublishedRun(
                row.getString("tenant"),
                row.getString("run_id"),
                row.getString("name"),
                row.getString("dataset_id"),
                row.getString("result_digest"),
                Json.read(row.getString("manifest"), JsonNode.class),
                Json.read(row.getString("coverage"), JsonNode.class),
                Json.read(row.getString("notes"), JsonNode.class),
                row.getTimestamp("published_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("erased_at"))
                        .map(Timestamp::toInstant)
                        .orElse(null));
    }

    private static ClusterView cluster(ResultSet row) throws SQLException {
        double facetShare = row.getDouble("facet_share");
        boolean withoutFacet = row.wasNull();
        return new ClusterView(
                row.getString("cluster_id"),
                row.getInt("level"),
                row.getString("parent_id"),
                row.getString("name"),
                row.getString("description"),
                row.getLong("conversations"),
                row.getString("accounts_band"),
                rounded(row.getFloat("share")),
                row.getInt("rating"),
                row.getString("rated_by"),
                rounded(row.getFloat("x")),
                rounded(row.getFloat("y")),
                withoutFacet ? null : Double.valueOf(facetShare));
    }

    private static ClusterView.Brief brief(ResultSet row) throws SQLException {
        return new ClusterView.Brief(
                row.getString("cluster_id"), row.getInt("level"), row.getString("name"), row.getLong("conversations"));
    }

    private static Cell cell(ResultSet row) throws SQLException {
        return new Cell(
                row.getString("cluster_id"),
                row.getString("facet"),
                row.getString("variable"),
                row.getString("value"),
                row.getLong("conversations"),
                row.getString("accounts_band"),
                row.getObject("date_start", LocalDate.class),
                row.getObject("date_end", LocalDate.class));
    }

    private static double rounded(float value) {
        return Math.rint(value * 1e5) / 1e5;
    }
}
