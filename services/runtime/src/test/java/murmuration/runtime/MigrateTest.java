package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MigrateTest {
    @Test
    void rolesAreMadeOnAServerWithoutThemAsTheFirstMigrationDoesAndStayAsTheyAre() throws Exception {
        List<String> migrated = roles(TestDatabase.create().owner());
        try (EmbeddedPostgres fresh = EmbeddedPostgres.builder().start()) {
            DataSource owner = fresh.getPostgresDatabase();
            assertThat(roles(owner)).isEmpty();

            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> makeRoles(owner));
            makeRoles(owner);
            other.join();
            assertThat(roles(owner)).hasSameSizeAs(Migrate.ROLES).isEqualTo(migrated);

            // what a dump says of them
            execute(
                    owner,
                    "CREATE TABLE restored (); GRANT SELECT ON restored TO murmuration_gateway; DROP TABLE restored");
            makeRoles(owner);
            Migrations.apply(owner);
            assertThat(roles(owner)).isEqualTo(migrated);
        }
    }

    @Test
    void anOwnerWhoIsNoSuperuserMigratesAsOnAServerThatAProviderManages() throws Exception {
        try (EmbeddedPostgres fresh = EmbeddedPostgres.builder().start()) {
            execute(fresh.getPostgresDatabase(), "CREATE ROLE managed LOGIN CREATEROLE");
            execute(fresh.getPostgresDatabase(), "CREATE DATABASE ours OWNER managed");
            DataSource owner = fresh.getDatabase("managed", "ours");

            makeRoles(owner);
            Migrations.apply(owner);
            Migrate.givePasswords(owner, Map.of("gateway", "secret"));

            assertThat(roles(owner)).hasSameSizeAs(Migrate.ROLES);
            // of what the owner granted, what is newest
            execute(fresh.getDatabase("murmuration_workflows", "ours"), "ANALYZE runs.run");
        }
    }

    private static void makeRoles(DataSource owner) {
        try {
            Migrate.makeRoles(owner);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(DataSource owner, String sql) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Names of our roles, with what they may. */
    private static List<String> roles(DataSource owner) throws SQLException {
        List<String> roles = new ArrayList<>();
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT concat_ws(' ', rolname, rolcanlogin, rolsuper, rolinherit, rolcreaterole, rolcreatedb,
                                         rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil)
                        FROM pg_roles WHERE rolname LIKE 'murmuration%' ORDER BY 1""")) {
            while (rows.next()) {
                roles.add(rows.getString(1));
            }
        }
        return roles;
    }
}
