package murmuration.privacy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import murmuration.core.EndState;
import murmuration.core.Question;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.WordList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** What this service reads of a run: clusters, their members by account, the frame. Never a text but a summary's. */
final class SourceRows {
    private static final int FETCH = 5_000;

    private final Database database;

    SourceRows(Database database) {
        this.database = database;
    }

    Clusters clusters(Assignment run) {
        return new Clusters(read(
                run,
                handle -> handle.createQuery("""
                        SELECT level, k, cluster_id, parent, status, reason, avoid, attempts, name, description, rating, x, y
                        FROM clusters.cluster WHERE run_id = :run""")
                        .bind("run", run.runId())
                        .map((row, context) -> cluster(row))
                        .list()));
    }

    private static ClusterRow cluster(ResultSet row) throws SQLException {
        return new ClusterRow(
                new ClusterKey(row.getInt("level"), row.getInt("k")),
                row.getString("cluster_id"),
                row.getObject("parent", Integer.class),
                row.getString("status"),
                row.getString("reason"),
                List.of((String[]) row.getArray("avoid").getArray()),
                row.getInt("attempts"),
                new Question.Label(row.getString("name"), row.getString("description")),
                row.getObject("rating", Integer.class),
                new ClusterRow.Point(row.getFloat("x"), row.getFloat("y")));
    }

    /** The exact size of each base cluster, by its original members alone. */
    SortedMap<Integer, Group> originalSizes(Assignment run) {
        SortedMap<Integer, Group> sizes = new TreeMap<>();
        read(
                run,
                handle -> handle.createQuery("""
                        SELECT a.k, count(*) AS conversations, count(DISTINCT c.account) AS accounts
                        FROM clusters.assignment a
                        JOIN facets.conversation c USING (tenant, run_id, shard, position)
                        WHERE a.run_id = :run AND a.original GROUP BY a.k""")
                        .bind("run", run.runId())
                        .map((row, context) -> sizes.put(
                                row.getInt("k"), new Group(row.getLong("conversations"), row.getLong("accounts"))))
                        .list());
        return sizes;
    }

    /** Hands the summaries of these base clusters' original members to the count, in the order of shard and position. */
    void members(Assignment run, List<Integer> bases, SupportCount count) {
        read(run, handle -> {
            try (var rows = handle
                    .createQuery("""
                            SELECT c.account, v.value
                            FROM clusters.assignment a
                            JOIN facets.conversation c USING (tenant, run_id, shard, position)
                            JOIN facets.value v USING (tenant, run_id, shard, position)
                            WHERE a.run_id = :run AND a.k = ANY(:bases) AND a.original AND v.facet = :facet
                              AND v.ordinal = 0
                            ORDER BY a.shard, a.position""")
                    .bind("run", run.runId())
                    .bind("bases", ints(bases))
                    .bind("facet", run.spec().cluster().facet())
                    .setFetchSize(FETCH)
                    .map((row, context) ->
                            Map.entry(Objects.requireNonNull(row.getObject("account", UUID.class)), row.getString(2)))
                    .stream()) {
                rows.forEach(member -> count.add(member.getKey(), member.getValue()));
            }
            return true;
        });
    }

    /** The conversations that were drawn. @param keyOf the key of a conversation */
    Members drawn(Assignment run, UnaryOperator<UUID> keyOf) {
        Members.Builder members = new Members.Builder(keyOf);
        read(run, handle -> {
            try (var rows = handle
                    .createQuery("""
                            SELECT c.shard, c.position, c.conversation_id, c.account, c.state, coalesce(a.k, -1) AS k,
                                   coalesce(a.original, FALSE) AS original
                            FROM facets.conversation c
                            LEFT JOIN clusters.assignment a USING (tenant, run_id, shard, position)
                            WHERE c.run_id = :run ORDER BY c.shard, c.position""")
                    .bind("run", run.runId())
                    .setFetchSize(FETCH)
                    .map((row, context) -> new Members.Drawn(
                            row.getInt("shard"),
                            row.getInt("position"),
                            Objects.requireNonNull(row.getObject("conversation_id", UUID.class)),
                            Objects.requireNonNull(row.getObject("account", UUID.class)),
                            EndState.of(row.getInt("state")),
                            row.getInt("k"),
                            row.getBoolean("original")))
                    .stream()) {
                rows.forEach(members::add);
            }
            return true;
        });
        return members.build();
    }

    /** The states of the frame's conversations that were not drawn; those that were are counted as {@link EndState#OK}. */
    Map<EndState, Long> frame(Assignment run) {
        long[] counts = new long[EndState.values().length];
        read(run, handle -> {
            try (var shards = handle
                    .createQuery("SELECT states FROM facets.frame WHERE run_id = :run")
                    .bind("run", run.runId())
                    .setFetchSize(FETCH)
                    .mapTo(byte[].class)
                    .stream()) {
                shards.forEach(states -> {
                    for (byte state : states) {
                        counts[state]++;
                    }
                });
            }
            return true;
        });
        Map<EndState, Long> byState = new TreeMap<>();
        Arrays.stream(EndState.values()).forEach(state -> byState.put(state, counts[state.number()]));
        return byState;
    }

    /** The words that enough accounts share; none where the run has no vocabulary. */
    Set<String> vocabulary(Assignment run) {
        return read(
                run,
                handle -> handle.createQuery("SELECT words FROM facets.vocabulary WHERE run_id = :run")
                        .bind("run", run.runId())
                        .mapTo(byte[].class)
                        .map(WordList::unpacked)
                        .findOne()
                        .orElseGet(Set::of));
    }

    /** The answers of the whole run's members that meet the minimums, the most frequent first. */
    List<String> frequent(Assignment run, ClusterTree tree, AnswerRows answers, SizeRules rules) {
        return read(
                run,
                handle -> bound(handle.createQuery("""
                        SELECT value FROM (%s) answers WHERE value IS NOT NULL GROUP BY value
                        HAVING count(DISTINCT (shard, position)) >= :conversations AND count(DISTINCT account) >= :accounts
                        ORDER BY count(DISTINCT (shard, position)) DESC, value COLLATE "C"
                        """.formatted(answers.sql())), run, tree, answers)
                        .bind("conversations", rules.minimums().conversations())
                        .bind("accounts", rules.minimums().accounts())
                        .mapTo(String.class)
                        .list());
    }

    /**
     * The members of the tree by cell. What was given to a cluster later counts for its size alone, and is among all other
     * answers: beside the size, a row without it would tell how many they are.
     *
     * @param values the answers that have a cell of their own, cell {@code i} the {@code i}-th; then come the cells of
     *     several answers, of none, and of all others
     */
    Tally tally(Assignment run, ClusterTree tree, Members members, AnswerRows answers, List<String> values) {
        Tally.Builder tally = new Tally.Builder(members, values.size() + 3);
        read(run, handle -> {
            Query query = bound(handle.createQuery("""
                    SELECT k, shard, position, CASE count(DISTINCT value)
                        WHEN 0 THEN :several + 1
                        WHEN 1 THEN coalesce(min(known.ordinal)::int - 1, :several + 2)
                        ELSE :several END AS cell
                    FROM (%s) answers
                    LEFT JOIN unnest(:values) WITH ORDINALITY AS known (value, ordinal) USING (value)
                    GROUP BY k, shard, position""".formatted(answers.sql())), run, tree, answers)
                    .bind("several", values.size())
                    .bind("values", values.toArray(String[]::new))
                    .setFetchSize(FETCH);
            try (var rows = query
                    .map((row, context) -> {
                        tally.add(
                                tree.leafOf(row.getInt("k")),
                                row.getInt("cell"),
                                members.at(row.getInt("shard"), row.getInt("position")));
                        return true;
                    })
                    .stream()) {
                rows.forEach(row -> {});
            }
            return true;
        });
        IntStream.range(0, members.size())
                .filter(member -> !members.isOriginal(member) && tree.leafOf(members.base(member)) >= 0)
                .forEach(member -> tally.add(tree.leafOf(members.base(member)), values.size() + 2, member));
        return tally.build(tree);
    }

    private static Query bound(Query query, Assignment run, ClusterTree tree, AnswerRows answers) {
        answers.bind(query);
        return query.bind("run", run.runId()).bind("bases", ints(tree.bases()));
    }

    private <T> T read(Assignment run, Reading<T> reading) {
        return database.inTenant(run.run().tenant(), reading::from);
    }

    private interface Reading<T> {
        T from(Handle handle);
    }

    private static Integer[] ints(List<Integer> numbers) {
        return numbers.toArray(Integer[]::new);
    }
}
