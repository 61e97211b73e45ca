package murmuration.standalone;

import java.util.concurrent.Callable;
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
    Connection connection = new Connection();

    @Option(names = "--port", paramLabel = "PORT", description = "Port (default: 8080, or the next free one).")
    int port;

    @Override
    public Integer call() {
        try (Server server = Server.start(connection.folder(), port == 0 ? 8080 : port, port != 0)) {
            Terminal.out()
                    .println("open " + server.url() + "/   (data: "
                            + connection.folder().path() + "; end with Ctrl-C)");
            server.waitForEnd();
        }
        return 0;
    }
}
