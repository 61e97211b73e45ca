package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
