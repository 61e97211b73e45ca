package murmuration.runtime;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The job that brings a database up to this version, as its owner, and gives the services' roles their passwords. May run
 * again, and beside another: the second waits for the first. A database that is newer already is left as it is. Told
 * {@code roles}, it makes the roles and nothing else: a dump that is restored names them.
 */
public final class Migrate {
    /** The services, each with a role of its own: {@code murmuration_<service>}. */
    public static final List<String> ROLES =
            List.of("extraction", "embedding", "clustering", "hierarchy", "privacy", "gateway", "workflows");

    private Migrate() {}

    /**
     * Migrates the database that the environment names; ends with 1 where it cannot, with 2 where it is not told enough.
     *
     * @param args none, or {@code roles}
     */
    public static void main(String... args) {
        List<String> told = List.of(args);
        if (!told.isEmpty() && !told.equals(List.of("roles"))) {
            System.err.println("migrate: takes no argument but roles");
            System.exit(2);
        }
        Logger.getLogger("").setLevel(Level.WARNING);
        Config config = ConfigProvider.getConfig();
        Optional<String> url = config.getOptionalValue("murmuration.database.url", String.class);
        if (url.isEmpty()) {
            System.err.println("migrate: no database: set MURMURATION_DATABASE_URL, jdbc:postgresql://host:5432/name");
            System.exit(2);
        }
        PGSimpleDataSource owner = new PGSimpleDataSource();
        owner.setUrl(url.orElseThrow());
        owner.setUser(config.getOptionalValue("murmuration.database.owner", String.class)
                .orElse("postgres"));
        config.getOptionalValue("murmuration.database.password.owner", String.class)
                .ifPresent(owner::setPassword);
        Map<String, String> passwords = new TreeMap<>();
        for (String role : ROLES) {
            config.getOptionalValue("murmuration.database.password." + role, String.class)
                    .ifPresent(password -> passwords.put(role, password));
        }
        try {
            makeRoles(owner);
            if (!told.isEmpty()) {
                System.out.println("migrate: the roles are there");
                return;
            }
            Migrations.apply(owner);
            givePasswords(owner, passwords);
        } catch (SQLException e) {
            System.err.println("migrate: the database refuses, SQL state " + e.getSQLState());
            System.exit(1);
        } catch (RuntimeException e) {
            System.err.println("migrate: the database cannot be migrated: " + e.getMessage());
            System.exit(1);
        }
        System.out.println("migrate: the database is up to date; passwords given: "
                + (passwords.isEmpty() ? "none" : String.join(", ", passwords.keySet())));
    }

    /** Makes the services' roles that are not there yet, as the first migration does; another job may do so at the same time. */
    static void makeRoles(DataSource owner) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : ROLES) {
                statement.execute("""
                        DO $$
                        BEGIN
                            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'murmuration_%1$s') THEN
                                CREATE ROLE murmuration_%1$s LOGIN;
                            END IF;
                        EXCEPTION WHEN duplicate_object OR unique_violation THEN
                            NULL;
                        END $$""".formatted(role));
            }
        }
    }

    /**
     * Gives each role its password; until it has one it cannot sign in. The server is told verifiers only, so that no log of
     * statements, no list of those under way and no report of a crash can hold a password.
     *
     * @param passwords service → password of ASCII characters
     */
    public static void givePasswords(DataSource owner, Map<String, String> passwords) throws SQLException {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> each : passwords.entrySet()) {
                statement.execute("ALTER ROLE murmuration_" + each.getKey() + " PASSWORD '"
                        + ScramVerifier.of(each.getValue()) + "'");
            }
        }
    }
}
