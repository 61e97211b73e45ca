package murmuration.standalone;

import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
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
    Local local = new Local();

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
        DataFolder folder = local.folder();
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
            String url = "http://localhost:" + chosen;
            folder.announce(url, temporal.address());
            Terminal.out().println(ready(url, folder.path(), temporal.address()));
            await(asked);
        } finally {
            lock.channel().close();
            ended.countDown();
        }
        return 0;
    }

    String ready(String url, Path data, String temporal) {
        return local.json
                ? Json.write(Json.mapper()
                        .createObjectNode()
                        .put("url", url)
                        .put("data", data.toString())
                        .put("temporal", temporal))
                : "open " + url + "/   (data: " + data + "; Temporal: " + temporal + "; end with Ctrl-C)";
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
