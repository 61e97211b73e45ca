package murmuration.standalone;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import murmuration.runtime.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts API, page and workers on the data folder, and goes on with what was unfinished. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Starts the API, the page and the workers on the data folder; unfinished runs go on.")
final class Serve implements Callable<Integer> {
    @Mixin
    Local local = new Local();

    @Option(names = "--port", paramLabel = "PORT", description = "Port (default: 8080, or the next free one).")
    int port;

    @Override
    public Integer call() {
        try (Server server = Server.start(local.folder(), port == 0 ? 8080 : port, port != 0)) {
            Terminal.out().println(ready(server.url(), local.folder().path()));
            Server.waitForEnd();
        }
        return 0;
    }

    String ready(String url, Path data) {
        return local.json
                ? Json.write(Json.mapper().createObjectNode().put("url", url).put("data", data.toString()))
                : "open " + url + "/   (data: " + data + "; end with Ctrl-C)";
    }
}
