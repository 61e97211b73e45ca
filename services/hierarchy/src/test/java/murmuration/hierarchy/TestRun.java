package murmuration.hierarchy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import murmuration.core.Digest;
import murmuration.core.Facets;
import murmuration.core.Minimums;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.models.Usage;
import murmuration.runtime.Database;
import murmuration.runtime.FileVectors;
import murmuration.runtime.Json;
import murmuration.runtime.Progress;
import murmuration.runtime.TestDatabase;
import org.jspecify.annotations.Nullable;

/** A run with clusters, as the services before this one leave it; its rows are written by the database's owner. */
final class TestRun implements AutoCloseable {
    static final String TENANT = "default";

    final RunKey run = new RunKey(TENANT, UUID.randomUUID().toString());
    final ScriptedModel model = new ScriptedModel();
    final ScriptedModel embedded = new ScriptedModel();
    final Database hierarchy;
    private final Connection owner;
    private int conversations;
    int atOnce = 2;

    private TestRun(TestDatabase database, RunSpec spec) {
        hierarchy = database.as("hierarchy");
        owner = connected(database);
        String dataset = UUID.randomUUID().toString();
        update(
                "INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, state)"
                        + " VALUES (?, ?::uuid, 'n', 'u', 'auto', 'READY')",
                TENANT,
                dataset);
        update(
                "INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state)"
                        + " VALUES (?, ?::uuid, ?::uuid, 'n', ?::jsonb, '', 'RUNNING')",
                TENANT,
                run.runId(),
                dataset,
                Json.write(spec));
    }

    static TestRun in(TestDatabase database) {
        return in(database, null);
    }

    static TestRun in(TestDatabase database, @Nullable Integer top) {
        return new TestRun(
                database,
                new RunSpec(
                        "d",
                        new RunSpec.Sampling(RunSpec.Strategy.CONVERSATIONS, null, null, null, null),
                        List.of(Facets.REQUEST),
                        null,
                        RunSpec.Accounts.REQUIRED,
                        new RunSpec.Cluster("request", null),
                        new RunSpec.Hierarchy(top),
                        new RunSpec.MinimumsSpec(RunSpec.Profile.SMALL, new Minimums(10, 10), RunSpec.Small.WITHHOLD),
                        new RunSpec.Privacy(3, RunSpec.Approval.NONE),
                        new RunSpec.Model("scripted", null, null, null),
                        new RunSpec.Embedding("hashing", "1"),
                        7,
                        new RunSpec.Beside("n", null, null)));
    }

    /** A base cluster with these members, each of an account of its own. */
    TestRun cluster(int k, String status, String name, String... members) {
        update(
                "INSERT INTO clusters.cluster (tenant, run_id, level, k, cluster_id, status, reason, name, description,"
                        + " conversations, accounts) VALUES (?, ?::uuid, 0, ?, ?, ?, ?, ?, ?, ?, ?)",
                TENANT,
                run.runId(),
                k,
                Digest.of("cluster " + k),
                status.equals("TOO_FEW") ? "WITHHELD" : status,
                status.equals("TOO_FEW") ? status : "",
                name,
                name.isEmpty() ? "" : "Users asked about " + name + ".",
                members.length,
                members.length);
        for (String text : members) {
            member(k, "account " + conversations, text, true);
        }
        return this;
    }

    /** A conversation in a cluster; answers its position in shard 0. */
    int member(int k, String account, String text, boolean original) {
        int position = conversations++;
        String id = id("conversation " + position);
        update(
                "INSERT INTO facets.conversation (tenant, run_id, shard, position, conversation_id, account, state)"
                        + " VALUES (?, ?::uuid, 0, ?, ?::uuid, ?::uuid, 1)",
                TENANT,
                run.runId(),
                position,
                id,
                id(account));
        update(
                "INSERT INTO facets.value VALUES (?, ?::uuid, 0, ?, 'request', 0, ?)",
                TENANT,
                run.runId(),
                position,
                text);
        update(
                "INSERT INTO clusters.assignment VALUES (?, ?::uuid, 0, ?, ?, 0.9, ?)",
                TENANT,
                run.runId(),
                position,
                k,
                original);
        return position;
    }

    /** Puts a conversation near a cluster that it does not belong to. */
    void near(int k, int position, double similarity) {
        update(
                "INSERT INTO clusters.near VALUES (?, ?::uuid, ?, 0, ?, ?)",
                TENANT,
                run.runId(),
                k,
                position,
                similarity);
    }

    /** What a review would do: everything that is named passes. */
    void pass(int level) {
        update(
                "UPDATE clusters.cluster SET status = 'PASSED' WHERE level = ? AND run_id = ?::uuid AND status = 'NAMED'",
                level,
                run.runId());
    }

    void set(int level, int k, String status, String... avoid) {
        update(
                "UPDATE clusters.cluster SET status = ?, avoid = string_to_array(?, '|')"
                        + " WHERE level = ? AND k = ? AND run_id = ?::uuid",
                status,
                String.join("|", avoid),
                level,
                k,
                run.runId());
    }

    private void update(String sql, Object... values) {
        try (PreparedStatement statement = owner.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connected(TestDatabase database) {
        try {
            Connection connection = database.owner().getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET synchronous_commit = off");
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives the connection back. */
    @Override
    public void close() throws SQLException {
        owner.close();
    }

    private static String id(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    List<ClusterRow> level(int level) {
        return new ClusterRows(hierarchy).level(run, level);
    }

    List<String> names(int level) {
        return level(level).stream().map(row -> row.label().name()).toList();
    }

    List<LevelReport> reports() {
        return new ClusterRows(hierarchy).reports(run);
    }

    void name(int level) {
        name(level, Path.of("no-vectors"));
    }

    void name(int level, Path vectors) {
        new ClusterNaming(hierarchy, runs(), new FileVectors(vectors), any -> new HashingEmbedder(), atOnce)
                .name(run, level, silent());
    }

    LevelRaising.Raised raise(int level) {
        return new LevelRaising(new ClusterRows(hierarchy), runs(), any -> new HashingEmbedder(), atOnce)
                .raise(run, level, silent());
    }

    HierarchySeal.Sealed seal() {
        return new HierarchySeal(new ClusterRows(hierarchy), runs(), run -> new Usage(0, 0, 0, 0)).seal(run);
    }

    private Runs runs() {
        return new Runs(hierarchy, spec -> model, embedded);
    }

    private static Progress silent() {
        return (done, total, outcomes) -> {};
    }

    /** Texts that share their first two words, with one of their own each. */
    static String[] texts(String shared, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> shared + " own" + (char) ('a' + i % 26) + (i < 26 ? "" : i / 26))
                .toArray(String[]::new);
    }
}
