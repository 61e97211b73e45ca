package murmuration.standalone;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** A Temporal server of this machine's {@code temporal} command, its histories in the data folder; or one that runs already. */
final class InstalledTemporal implements AutoCloseable {
    private static final int FIRST_PORT = 7233;

    private final String address;
    private final @Nullable Process process;

    private InstalledTemporal(String address, @Nullable Process process) {
        this.address = address;
        this.process = process;
    }

    /** Starts it, unless the environment names a server. */
    static InstalledTemporal start(DataFolder folder) {
        @Nullable String named = System.getenv("MURMURATION_TEMPORAL_ADDRESS");
        if (named != null && !named.isBlank()) {
            return new InstalledTemporal(named, null);
        }
        Path command = command()
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.UNAVAILABLE,
                        "no `temporal` on the PATH: brew install temporal, or see https://docs.temporal.io/cli; or name a server that"
                                + " runs: MURMURATION_TEMPORAL_ADDRESS=host:7233"));
        int port = Ports.free(FIRST_PORT);
        ProcessBuilder builder = new ProcessBuilder(
                command.toString(),
                "server",
                "start-dev",
                "--headless",
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--db-filename",
                folder.path().resolve("temporal.db").toString(),
                "--log-level",
                "warn");
        File log = folder.log("temporal").toFile();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        try {
            return new InstalledTemporal("127.0.0.1:" + port, builder.start());
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "temporal does not start; its log is " + log, e);
        }
    }

    private static Optional<Path> command() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "temporal"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    String address() {
        return address;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process.destroyForcibly();
        }
    }
}
