package murmuration.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import murmuration.runtime.TestDatabase;

/** A migrated database with one small published run, and the gateway pointed at it. */
public final class PublishedSchema implements QuarkusTestResourceLifecycleManager {
    static final String RUN = "0199aaaa-0000-7000-8000-000000000001";
    static final String REPLAY = "0199aaaa-0000-7000-8000-000000000002";
    static final String LATER = "0199aaaa-0000-7000-8000-000000000003";
    static final String DATASET = "0199aaaa-0000-7000-8000-00000000d001";

    @Override
    public Map<String, String> start() {
        TestDatabase database = TestDatabase.create();
        try (Connection connection = database.owner().getConnection()) {
            fill(connection);
            return Map.of(
                    "murmuration.database.url",
                    connection.getMetaData().getURL().replaceAll("\\?.*", ""));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
            INSERT INTO published.run VALUES ('default', 'RUN', 'week 47', 'DATASET', 'abc123',
                '{"seed": 7}', '{"conversations": 1000, "rounding": 5, "parts": []}', '["made from made-up data"]');
            INSERT INTO published.run VALUES ('default', 'REPLAY', 'week 47', 'DATASET', 'abc123',
                '{"seed": 7, "deploymentKey": "another", "spec": {"beside": {"replayOf": "RUN"}}}',
                '{"conversations": 1000, "rounding": 5, "parts": []}', '[]'),
                ('default', 'LATER', 'week 48', 'DATASET', 'def456', '{"seed": 8}',
                '{"conversations": 2000, "rounding": 5, "parts": []}', '["made from other made-up data"]');
            INSERT INTO published.cluster VALUES
                ('default', 'LATER', 'later1', 0, NULL, 'Fixing <b>bugs</b> in code', 'Users asked to fix.', 900, '100–249', 0.6, 5, 'rules', 0, 0, '{}'),
                ('default', 'LATER', 'later2', 0, NULL, 'Garden beds', 'Users planted.', 600, '50–99', 0.4, 5, 'rules', 0, 0, '{}'),
                ('default', 'RUN', 'top1', 1, NULL, 'Programming', 'About programs.', 600, '100–199', 0.6, 5, 'rules', 0, 0, '{}'),
                ('default', 'RUN', 'base1', 0, 'top1', 'Fixing <b>bugs</b>', 'Users asked to fix.', 400, '50–99', 0.4, 5, 'rules', 1, 1, '{base2}'),
                ('default', 'RUN', 'base2', 0, 'top1', '=SUM(A1)', 'Users asked for sums.', 200, '25–49', 0.2, 4, 'rules', 1, -1, '{base1}'),
                ('default', 'RUN', 'base3', 0, NULL, 'Écrire 100% des lettres', 'Users wrote letters.', 200, '25–49', 0.2, 4, 'rules', -1, 0, '{}');
            INSERT INTO published.cell VALUES
                ('default', 'RUN', '', 'language', 'value', 'English', 0, 600, '100–199', NULL, NULL),
                ('default', 'RUN', '', 'language', 'value', 'French', 1, 200, '25–49', NULL, NULL),
                ('default', 'RUN', 'base1', 'language', 'value', 'English', 0, 300, '25–49', NULL, NULL),
                ('default', 'RUN', 'base1', 'language', 'other', 'other', 1, 100, '25–49', NULL, NULL),
                ('default', 'RUN', 'base3', 'language', 'value', 'French', 0, 150, '25–49', NULL, NULL),
                ('default', 'RUN', 'base1', 'time', 'week', '2025-11-17', 0, 400, '50–99', '2025-11-17', '2025-11-23')
            """.replace("'RUN'", "'" + RUN + "'")
                    .replace("\"RUN\"", "\"" + RUN + "\"")
                    .replace("'REPLAY'", "'" + REPLAY + "'")
                    .replace("'LATER'", "'" + LATER + "'")
                    .replace("'DATASET'", "'" + DATASET + "'"));
        }
    }

    @Override
    public void stop() {}
}
