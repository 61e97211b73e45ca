package murmuration.standalone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks what a run needs, and says what to do where something is missing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks what a run needs: Java, memory, disk, ports, stores, model.")
final class Doctor implements Callable<Integer> {
    private static final long DISK_BYTES = 2L << 30;
    private static final long HEAP_BYTES = 1L << 30;

    @Mixin
    Connection connection = new Connection();

    private final ObjectNode answers = Json.mapper().createObjectNode();
    private boolean well = true;

    @Override
    public Integer call() {
        java();
        heap();
        disk();
        ports();
        stores();
        check("model", true, "offline (no language model); needs no key and no network");
        key(ProviderKey.find("ANTHROPIC_API_KEY", "MURMURATION_MODELS_ANTHROPIC_KEY_FILE", System.getenv()));
        key(ProviderKey.find("OPENAI_API_KEY", "MURMURATION_MODELS_OPENAI_KEY_FILE", System.getenv()));
        if (connection.json) {
            Terminal.out().println(Json.write(answers));
        }
        return well ? 0 : 1;
    }

    private void java() {
        int version = Runtime.version().feature();
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        check("java", version >= 25, "Java " + version + (version >= 25 ? "" : "; install a JDK 25"));
        check(
                "vector API",
                vectors,
                vectors ? "on" : "off: slower; start with --add-modules=jdk.incubator.vector, as ./murmuration does");
    }

    private void heap() {
        long max = Runtime.getRuntime().maxMemory();
        check("memory", max >= HEAP_BYTES, (max >> 20) + " MiB of heap; 1,024 are enough for 100,000 conversations");
    }

    private void disk() {
        Path folder = connection.folder().path();
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        long free = connection.folder().freeBytes();
        check(
                "disk",
                free >= DISK_BYTES && Files.isWritable(there),
                (free >> 20) + " MiB free for " + folder
                        + (Files.isWritable(there) ? "" : "; not writable: choose another with --data DIR")
                        + (free >= DISK_BYTES ? "" : "; a run needs " + (DISK_BYTES >> 20) + ": free some"));
    }

    private void ports() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));
            check("port", true, "8080 is free");
        } catch (IOException e) {
            check("port", true, "8080 is taken; the next free one will be used");
        }
    }

    private void stores() {
        var running = connection.running();
        if (running.isPresent()) {
            try {
                new Api(running.get()).get("/session");
                check("server", true, "answers at " + running.get());
            } catch (MurmurationException e) {
                // the log of a server elsewhere is not here
                String next = connection.server == null
                        ? "its log is " + connection.folder().log()
                        : "check the address";
                check("server", false, "does not answer at " + running.get() + "; " + next);
            }
            return;
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(connection.folder())) {
            check("database", true, "embedded PostgreSQL starts at " + database.url());
        } catch (MurmurationException e) {
            check("database", false, e.getMessage() == null ? "does not start" : e.getMessage());
        }
    }

    private void key(ProviderKey key) {
        check(key.name(), key.well(), key.told());
    }

    private void check(String what, boolean holds, String said) {
        well &= holds;
        answers.putObject(what).put("ok", holds).put("detail", said);
        if (!connection.json) {
            Terminal.out().printf("%-4s %-11s %s%n", holds ? "ok" : "NO", what, said);
        }
    }
}
