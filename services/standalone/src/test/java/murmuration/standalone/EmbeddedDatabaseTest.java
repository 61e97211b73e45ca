package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    static Path folder;

    @Test
    void everyServiceHasAPasswordOfItsOwnAndNobodyGetsInWithout() throws SQLException, IOException {
        DataFolder data = new DataFolder(folder.resolve("roles"));
        Set<String> passwords = new HashSet<>();
        for (int start = 0; start < 2; start++) {
            try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
                for (String service : EmbeddedDatabase.SERVICES) {
                    passwords.add(database.password(service));
                    connect(database.url(), "murmuration_" + service, database.password(service))
                            .close();
                    assertThatThrownBy(() -> connect(database.url(), "murmuration_" + service, ""))
                            .isInstanceOf(SQLException.class);
                }
                assertThatThrownBy(
                                () -> connect(database.url(), "murmuration_gateway", database.password("extraction")))
                        .isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> connect(database.url(), "postgres", database.password("workflows")))
                        .isInstanceOf(SQLException.class);
            }
        }
        assertThat(passwords).hasSameSizeAs(EmbeddedDatabase.SERVICES);
    }

    @Test
    void nobodyGetsInWithoutAPasswordWhileItStartsForTheFirstTime() {
        DataFolder data = new DataFolder(folder.resolve("first"));
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> intruder = CompletableFuture.supplyAsync(() -> letsIn(data.database(), started));
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(database.url()).contains("127.0.0.1");
            started.countDown();
            assertThat(intruder.join()).isFalse();
        }
    }

    @Test
    void whatWasCommittedIsThereAfterTheServerWasKilledWithoutWarning() throws SQLException, IOException {
        DataFolder data = new DataFolder(folder.resolve("killed"));
        EmbeddedDatabase killed = EmbeddedDatabase.start(data);
        try (Connection connection = owner(killed, data);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE public.promise (number int)");
            for (int number = 1; number <= 20; number++) {
                statement.execute("INSERT INTO public.promise VALUES (" + number + ")");
            }
            kill(data.database());
        }
        killed.close();
        try (EmbeddedDatabase again = EmbeddedDatabase.start(data);
                Connection connection = owner(again, data);
                Statement statement = connection.createStatement()) {
            assertThat(one(statement, "SELECT count(*) FROM public.promise")).isEqualTo("20");
            assertThat(one(statement, "SHOW fsync"))
                    .as("so it is when the machine dies too")
                    .isEqualTo("on");
        }
    }

    @Test
    void aServerThatAKilledProcessLeftBehindIsEndedAndOneOfAnotherFolderIsNot() throws IOException {
        Path left = folder.resolve("left").resolve("postgres");
        EmbeddedDatabase behind = EmbeddedDatabase.start(new DataFolder(folder.resolve("left")));
        ProcessHandle server = process(left);
        // the number of another folder's server that died has been given to this one since
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.copy(left.resolve("postmaster.pid"), other.resolve("postmaster.pid"));
        EmbeddedDatabase.endLeftOver(other);
        assertThat(server.isAlive()).isTrue();
        assertThat(other).isEmptyDirectory();

        EmbeddedDatabase.endLeftOver(left);
        assertThat(server.isAlive()).isFalse();
        behind.close();
    }

    @Test
    void noLogHoldsAPasswordAlsoWhereStatementsAreLogged() throws SQLException, IOException {
        DataFolder data = new DataFolder(folder.resolve("logged"));
        List<String> passwords = new ArrayList<>();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data);
                Connection connection = owner(database, data);
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET log_statement = 'all'");
            passwords.add(data.secret("database"));
            EmbeddedDatabase.SERVICES.forEach(service -> passwords.add(database.password(service)));
        }
        EmbeddedDatabase.start(data).close();

        String log = Files.readString(data.path().resolve("logs").resolve("postgres.log"));
        assertThat(log).contains("ALTER ROLE").contains("SCRAM-SHA-256$");
        assertThat(passwords).noneMatch(log::contains);
    }

    private static ProcessHandle process(Path database) throws IOException {
        long number = Long.parseLong(
                Files.readAllLines(database.resolve("postmaster.pid")).getFirst());
        return ProcessHandle.of(number).orElseThrow();
    }

    /** Ends the server and all its processes at once, as when memory runs out. */
    private static void kill(Path database) throws IOException {
        ProcessHandle server = process(database);
        List<ProcessHandle> all =
                Stream.concat(server.descendants(), Stream.of(server)).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    private static Connection owner(EmbeddedDatabase database, DataFolder data) throws SQLException {
        return connect(database.url(), "postgres", data.secret("database"));
    }

    private static String one(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Knocks until it is let in, or has been refused after the start. */
    private static boolean letsIn(Path database, CountDownLatch started) {
        while (true) {
            boolean last = started.getCount() == 0;
            try {
                List<String> lines = Files.readAllLines(database.resolve("postmaster.pid"));
                connect("jdbc:postgresql://127.0.0.1:" + lines.get(3) + "/postgres", "postgres", "")
                        .close();
                return true;
            } catch (IOException | IndexOutOfBoundsException | SQLException refused) {
                if (last) {
                    return false;
                }
            }
        }
    }

    private static Connection connect(String url, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection(url, properties);
    }
}
