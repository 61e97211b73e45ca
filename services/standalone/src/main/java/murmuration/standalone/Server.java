package murmuration.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/**
 * Everything in this process: embedded PostgreSQL, embedded Temporal, and all services behind the REST API. Configures
 * them by system properties, since Quarkus reads its configuration when it starts.
 */
final class Server implements AutoCloseable {
    /** For so long a process that is told to end waits for its services, before it ends what they stand on. */
    static final Duration LONGEST_END = Duration.ofSeconds(60);

    private static final CountDownLatch READY = new CountDownLatch(1);
    private static final CountDownLatch ENDED = new CountDownLatch(1);
    private static final AtomicInteger EXIT = new AtomicInteger();
    private static final AtomicReference<@Nullable Throwable> FAILURE = new AtomicReference<>();

    private final String url;
    private final EmbeddedDatabase database;
    private final EmbeddedTemporal temporal;
    private final FileLock lock;
    private boolean storesEnded;

    private Server(String url, EmbeddedDatabase database, EmbeddedTemporal temporal, FileLock lock) {
        this.url = url;
        this.database = database;
        this.temporal = temporal;
        this.lock = lock;
    }

    /** Starts everything on the data folder; the port is the first free one from {@code port} on. */
    static Server start(DataFolder folder, int port, boolean exactPort) {
        FileLock lock = folder.lock()
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.CONFLICT,
                        "another process works in " + folder.path()
                                + folder.server()
                                        .map(at -> " and answers at " + at)
                                        .orElse("")
                                + "; end it, or choose another folder with --data DIR"));
        if (exactPort) {
            Ports.exactly(port);
        }
        EmbeddedDatabase database = EmbeddedDatabase.start(folder);
        EmbeddedTemporal temporal = EmbeddedTemporal.start(7233);
        int temporalPort = temporal.address().getPort();
        int free = exactPort ? Ports.exactly(port) : Ports.free(port);
        String url = "http://localhost:" + free;
        configure(folder, database, free, temporalPort);
        Server server = new Server(url, database, temporal, lock);
        // a process that is told to end does not wait for whoever would close this
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end").unstarted(server::atProcessEnd));
        Thread.ofPlatform().name("quarkus").start(() -> {
            try {
                Quarkus.run(Application.class, (code, failure) -> {
                    EXIT.set(failure == null ? code : 1);
                    FAILURE.set(failure);
                });
            } finally {
                READY.countDown();
                ENDED.countDown();
            }
        });
        await(READY);
        if (ENDED.getCount() == 0) {
            server.close();
            throw notStarted(folder, free);
        }
        folder.announce(url, "127.0.0.1:" + temporalPort);
        return server;
    }

    private static MurmurationException notStarted(DataFolder folder, int port) {
        @Nullable Throwable failure = FAILURE.get();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new MurmurationException(
                        ErrorCode.UNAVAILABLE,
                        "port " + port + " was taken in the meantime; start again, or choose another with --port",
                        failure);
            }
        }
        return new MurmurationException(
                ErrorCode.INTERNAL,
                "the services do not start"
                        + (failure == null ? "" : " (" + failure.getClass().getSimpleName() + ")")
                        + "; the log is " + folder.log(),
                failure);
    }

    /** Where the API and the page are. */
    String url() {
        return url;
    }

    /** Waits until somebody ends the process. */
    static void waitForEnd() {
        await(ENDED);
    }

    /** Ends the services first, then what they stand on. */
    @Override
    public void close() {
        if (ENDED.getCount() > 0) {
            Quarkus.asyncExit(0);
            await(ENDED);
        }
        endStores();
    }

    private void atProcessEnd() {
        try {
            if (!ENDED.await(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("murmuration: the services did not end within " + LONGEST_END.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endStores();
    }

    /** Once, whoever comes first; the other waits, so that the process lives until it is done. */
    private synchronized void endStores() {
        if (storesEnded) {
            return;
        }
        storesEnded = true;
        temporal.close();
        database.close();
        try {
            lock.channel().close();
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.INTERNAL, "the data folder's lock does not close", e);
        }
    }

    private static void configure(DataFolder folder, EmbeddedDatabase database, int port, int temporalPort) {
        set("murmuration.data", folder.path().toString());
        set("murmuration.deployment-key", environmentOr("MURMURATION_DEPLOYMENT_KEY", folder.secret("deployment")));
        set("murmuration.database.url", database.url());
        EmbeddedDatabase.SERVICES.forEach(
                service -> set("murmuration.database.password." + service, database.password(service)));
        set("murmuration.temporal.address", "127.0.0.1:" + temporalPort);
        set("murmuration.workflows.payload-key", folder.secret("payload"));
        set(
                "murmuration.gateway.sign-in.operator-key",
                environmentOr("MURMURATION_GATEWAY_SIGN_IN_OPERATOR_KEY", folder.secret(DataFolder.OPERATOR)));
        set("quarkus.http.port", Integer.toString(port));
        set("quarkus.log.file.path", folder.log().toString());
    }

    private static String environmentOr(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static void set(String key, String value) {
        System.setProperty(key, value);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What Quarkus runs: says that it is up, and waits. */
    public static final class Application implements QuarkusApplication {
        @Override
        public int run(String... args) {
            READY.countDown();
            Quarkus.waitForExit();
            return EXIT.get();
        }
    }
}
