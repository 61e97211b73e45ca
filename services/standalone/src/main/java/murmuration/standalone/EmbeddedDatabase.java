package murmuration.standalone;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Migrate;
import murmuration.runtime.Migrations;

/**
 * The embedded PostgreSQL: a real server as a child process, its data in the data folder, listening on the loopback
 * address. It lets nobody in without a password, from its first moment on: other users of the machine reach its port too.
 * The same schemas, roles and grants as anywhere else.
 */
final class EmbeddedDatabase implements AutoCloseable {
    /** The services, each with a role and a password of its own. */
    static final List<String> SERVICES = Migrate.ROLES;

    /** Its own files, and its first log segments. */
    private static final long LEAST_FREE_MIB = 256;

    private final EmbeddedPostgres server;
    private final DeploymentKey secret;

    private EmbeddedDatabase(EmbeddedPostgres server, DeploymentKey secret) {
        this.server = server;
        this.secret = secret;
    }

    /** Starts it, ends one that a killed process left behind, and brings its schemas up to date. */
    static EmbeddedDatabase start(DataFolder folder) {
        Path data = folder.database();
        requireSpace(folder);
        folder.requireOwn(data);
        // the owner's password; the services' derive from it
        String secret = folder.secret("database");
        endLeftOver(data);
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setOverrideWorkingDirectory(
                            folder.path().resolve("postgres-server").toFile())
                    // these two are options of initdb
                    .setLocaleConfig("auth", "scram-sha-256")
                    .setLocaleConfig("pwfile", folder.secretFile("database").toString())
                    .setConnectConfig("password", secret)
                    // the library takes a database for a thing of tests, which may lose what was committed
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("shared_buffers", "128MB")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("max_wal_size", "2GB")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log(folder)))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log(folder)));
            EmbeddedDatabase database = new EmbeddedDatabase(builder.start(), DeploymentKey.ofHex(secret));
            Migrations.apply(database.server.getPostgresDatabase());
            database.givePasswords();
            return database;
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new MurmurationException(
                    ErrorCode.UNAVAILABLE,
                    "the embedded PostgreSQL does not start in " + data
                            + lastFatal(log(folder).toPath()) + "; its log is " + log(folder),
                    e);
        }
    }

    /** What PostgreSQL itself gave as its reason, where it did. */
    private static String lastFatal(Path log) {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("FATAL: "))
                    .reduce((earlier, later) -> later)
                    .map(line -> ": "
                            + line.substring(line.indexOf("FATAL: ") + "FATAL: ".length())
                                    .strip())
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private static void requireSpace(DataFolder folder) {
        long free = folder.freeBytes() >> 20;
        if (free < LEAST_FREE_MIB) {
            throw new MurmurationException(
                    ErrorCode.STORAGE_FULL,
                    "the disk of " + folder.path() + " is full: " + free + " MiB are free, " + LEAST_FREE_MIB
                            + " are needed to start; free some, or choose another folder with --data DIR");
        }
    }

    /** Where services connect. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    /** A service's password: tells nothing of another's. */
    String password(String service) {
        return HexFormat.of().formatHex(secret.hmac("", "database password", service));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void givePasswords() {
        try {
            Migrate.givePasswords(
                    server.getPostgresDatabase(),
                    SERVICES.stream().collect(Collectors.toMap(service -> service, this::password)));
        } catch (SQLException e) {
            throw new IllegalStateException("SQL state " + e.getSQLState(), e);
        }
    }

    /** A server whose parent was killed goes on alone and holds its data; it is asked to end, and ended if it does not. */
    static void endLeftOver(Path data) {
        Path pid = data.resolve("postmaster.pid");
        if (!Files.exists(pid)) {
            return;
        }
        try {
            long number = Long.parseLong(Files.readAllLines(pid).getFirst().strip());
            ProcessHandle.of(number).filter(process -> worksIn(process, data)).ifPresent(EmbeddedDatabase::end);
            Files.deleteIfExists(pid);
        } catch (IOException | NumberFormatException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "cannot read " + pid, e);
        }
    }

    /** Whether it is a PostgreSQL of this folder: the number may have been given to another process since. */
    private static boolean worksIn(ProcessHandle process, Path data) {
        String[] arguments = process.info().arguments().orElse(new String[0]);
        return process.info().command().orElse("").contains("postgres")
                && List.of(arguments).contains(data.toString());
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(15, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static File log(DataFolder folder) {
        Path log = folder.path().resolve("logs").resolve("postgres.log");
        try {
            Files.createDirectories(log.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log.toFile();
    }
}
