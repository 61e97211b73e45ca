package murmuration.runtime;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A real PostgreSQL with every schema, one for each test JVM; each caller gets an empty database of its own. */
public final class TestDatabase {
    private static final EmbeddedPostgres SERVER = start();
    /** Migrated once; copying it takes a tenth of the time. */
    private static final String TEMPLATE = migrated();

    private static int databases;

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    /** A fresh, migrated database. */
    public static synchronized TestDatabase create() {
        return created("test" + databases++, " TEMPLATE " + TEMPLATE);
    }

    private static TestDatabase created(String name, String how) {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + how);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase(name);
    }

    private static String migrated() {
        TestDatabase template = created("migrated", "");
        Migrations.apply(template.owner());
        return template.name;
    }

    /** The database as a service's role sees it: extraction, embedding, clustering, hierarchy, privacy, gateway, workflows. */
    public Database as(String service) {
        return new Database(SERVER.getDatabase("murmuration_" + service, name));
    }

    /** The database as its owner sees it. */
    public DataSource owner() {
        return SERVER.getDatabase("postgres", name);
    }

    /** Changes the database as its owner. */
    public void execute(String sql) {
        try (Connection connection = owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What waits in an outbox of audit records: what was done, by which process. */
    public List<String> recorded(AuditOutbox outbox) {
        List<String> records = new ArrayList<>();
        try (Connection connection = owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT what || ' by ' || process FROM " + outbox.table() + " ORDER BY id")) {
            while (rows.next()) {
                records.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return records;
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
