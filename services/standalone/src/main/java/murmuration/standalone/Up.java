package murmuration.standalone;

import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts every service as a process of its own on this machine, with PostgreSQL and Temporal, until it is told to end. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts each service as a process of its own, on an installed Temporal; for developers.")
final class Up implements Callable<Integer> {
    @Mixin
    Connection connection = new Connection();

    @Option(names = "--port", paramLabel = "PORT", description = "Port (default: 8080, or the next free one).")
    int port;

    @Option(
            names = "--programs",
            paramLabel = "DIR",
            defaultValue = "target/apart",
            description = "What make package built (default: ${DEFAULT-VALUE}).")
    Path programs = Path.of("target/apart");

    @Override
    public Integer call() throws Exception {
        DataFolder folder = connection.folder();
        if (!Files.isExecutable(programs.resolve("gateway").resolve("run"))) {
            throw new MurmurationException(
                    ErrorCode.UNAVAILABLE,
                    "nothing is built in " + programs.toAbsolutePath() + "; build it: make package");
        }
        FileLock lock = folder.lock()
                .orElseThrow(() -> new MurmurationException(
                        ErrorCode.CONFLICT,
                        "another process works in " + folder.path()
                                + "; end it, or choose another folder with --data DIR"));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            asked.countDown();
            await(ended);
        }));
        int chosen = port == 0 ? Ports.free(8080) : Ports.exactly(port);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder);
                InstalledTemporal temporal = InstalledTemporal.start(folder);
                Apart apart = new Apart(
                        new Apart.Ground(
                                folder, database, temporal, LocalIssuer.start(folder), programs.toAbsolutePath()),
                        chosen)) {
            apart.awaitReady();
            folder.announce("http://localhost:" + chosen, temporal.address());
            Terminal.out()
                    .println("open http://localhost:" + chosen + "/   (data: " + folder.path() + "; Temporal: "
                            + temporal.address() + "; end with Ctrl-C)");
            await(asked);
        } finally {
            lock.channel().close();
            ended.countDown();
        }
        return 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
