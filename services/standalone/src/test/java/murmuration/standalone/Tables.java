package murmuration.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Sealing;

/** Every row of every table in a running installation's database, as its owner reads it. */
final class Tables {
    private static final String ALL = """
            SELECT schemaname || '.' || quote_ident(tablename) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1""";

    private static final List<String> REPLIES =
            List.of("facets.reply", "clusters.naming_reply", "clusters.audit_reply");

    private final Path data;

    Tables(Path data) {
        this.data = data;
    }

    /** The tables as schema.name → their rows as text, a line each. */
    Map<String, String> all() throws IOException, SQLException {
        Map<String, String> tables = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery(ALL)) {
            while (names.next()) {
                tables.put(names.getString(1), rows(connection, names.getString(1)));
            }
        }
        return tables;
    }

    /** What models answered, decrypted. */
    String replies() throws IOException, SQLException {
        Sealing sealing = sealing();
        StringBuilder text = new StringBuilder("answers\n");
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : REPLIES) {
                try (ResultSet row = statement.executeQuery("SELECT key, reply FROM " + table)) {
                    while (row.next()) {
                        text.append(new String(
                                        sealing.open(row.getBytes("reply"), row.getBytes("key")),
                                        StandardCharsets.UTF_8))
                                .append('\n');
                    }
                }
            }
        }
        return text.toString();
    }

    /** Changes the first stored answer of a table in which one text stands, as whoever has the deployment's key can. */
    void change(String table, String text, String other) throws IOException, SQLException {
        Sealing sealing = sealing();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT key, reply FROM " + table + " ORDER BY key")) {
            while (row.next()) {
                byte[] key = row.getBytes("key");
                String reply = new String(sealing.open(row.getBytes("reply"), key), StandardCharsets.UTF_8);
                if (reply.contains(text)) {
                    try (PreparedStatement update =
                            connection.prepareStatement("UPDATE " + table + " SET reply = ? WHERE key = ?")) {
                        update.setBytes(
                                1, sealing.seal(reply.replace(text, other).getBytes(StandardCharsets.UTF_8), key));
                        update.setBytes(2, key);
                        update.executeUpdate();
                    }
                    return;
                }
            }
        }
        throw new AssertionError("no answer in " + table + " holds " + text);
    }

    private Sealing sealing() throws IOException {
        DeploymentKey key = DeploymentKey.ofHex(Files.readString(data.resolve("keys/deployment.key")));
        return new Sealing(key.hmac("default", "stored replies", ""));
    }

    /** Changes the database as its owner. */
    void execute(String sql) throws IOException, SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws IOException, SQLException {
        String port =
                Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3);
        String password = Files.readString(data.resolve("keys/database.key")).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
    }

    private static String rows(Connection connection, String table) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
            while (row.next()) {
                text.append(row.getString(1)).append('\n');
            }
        }
        return text.toString();
    }
}
