package murmuration.standalone;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where a command finds its server: beside what all commands share, the option of those that do not start one themselves. */
final class Connection extends Local {
    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "A server that runs already (default: the local one).")
    @Nullable
    String server;

    /** The server that is named, or that holds the data folder; empty where a command must start its own. */
    Optional<String> running() {
        String named = server;
        return named != null ? Optional.of(checked(named)) : folder().server();
    }

    /** The address as it is named; refuses one that is no server's, like a host without http:// before it. */
    private static String checked(String named) {
        try {
            URI at = new URI(named);
            boolean web = "http".equalsIgnoreCase(at.getScheme()) || "https".equalsIgnoreCase(at.getScheme());
            if (web && at.getHost() != null) {
                return named;
            }
        } catch (URISyntaxException e) {
            // refused below
        }
        throw new MurmurationException(
                ErrorCode.INVALID_REQUEST,
                "--server is a URL, like http://localhost:8080 or https://murmuration.example, not " + named);
    }

    /** What a command does on a server. */
    interface Work {
        /** @param own whether the server is this process's, and ends with it; answers the exit code */
        int on(String url, boolean own);
    }

    /**
     * Works on the server that runs, or on one that it starts for it. A server of the data folder may end meanwhile, as that of
     * another command does with it: then the work is done again on another, so it must be one that may be done twice.
     *
     * @param port of a server that is started; 0 for 8080, or the next free one
     */
    int work(int port, Work work) {
        Optional<String> running = running();
        if (running.isEmpty()) {
            Optional<Server> started = started(port);
            if (started.isEmpty()) {
                return work(port, work);
            }
            try (Server own = started.get()) {
                return work.on(own.url(), true);
            }
        }
        try {
            return work.on(running.get(), false);
        } catch (MurmurationException e) {
            // what a server answers has no cause
            boolean unanswered = e.code() == ErrorCode.UNAVAILABLE && e.getCause() != null;
            if (!unanswered || server != null || !leaves(running.get())) {
                throw e;
            }
        }
        System.err.println("murmuration: the server at " + running.get() + " has ended; this goes on with another");
        return work(port, work);
    }

    /** A server of this process; empty where that of another has come first, as where several have lost theirs at once. */
    private Optional<Server> started(int port) {
        try {
            return Optional.of(Server.start(folder(), port == 0 ? 8080 : port, port != 0));
        } catch (MurmurationException e) {
            if (e.code() != ErrorCode.CONFLICT || !soon(() -> folder().server().isPresent())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Whether a server leaves the data folder, which takes it a while after its last answer. */
    private boolean leaves(String url) {
        System.err.println("murmuration: the server at " + url + " does not answer; waiting for its end");
        return soon(() -> !folder().server().equals(Optional.of(url)));
    }

    private static boolean soon(BooleanSupplier condition) {
        Instant end = Instant.now().plus(Server.LONGEST_END);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
        return true;
    }

    /** Watches a run to its end; where that is interrupted, says what becomes of the run. Answers the exit code. */
    int untilEnd(Watch watch, String url, boolean own) {
        try (var _ = new Interrupted(interrupted(watch.run().path("id").asText(), url, own))) {
            return watch.untilEnd();
        }
    }

    String interrupted(String run, String url, boolean own) {
        Path named = data;
        return own
                ? "murmuration: interrupted; run " + run
                        + " is kept, and goes on from where it is with: murmuration serve"
                        + (named == null ? "" : " --data " + named)
                : "murmuration: run " + run + " is left to " + url + "; cancel it with: murmuration runs cancel " + run
                        + " --server " + url;
    }

    /** The API of a server that runs. */
    Api api() {
        return new Api(url());
    }

    /**
     * The same for managing keys: where no key is shown to the server of this machine's data folder, its operator's is, which
     * only the folder's owner can read.
     */
    Api operatorApi() {
        Optional<String> shown = ShownKey.find(System.getenv());
        return new Api(
                url(), shown.isPresent() || server != null ? shown : Optional.of(folder().secret(DataFolder.OPERATOR)));
    }

    /** Where a server runs. */
    String url() {
        return running()
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.UNAVAILABLE,
                        "no server works in " + folder().path()
                                + "; start one with: murmuration serve, or name one with --server URL"));
    }
}
