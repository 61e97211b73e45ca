package murmuration.standalone;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a published run into a folder. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes clusters.csv, clusters.json, manifest.json and report.html of a published run.")
final class ExportCommand implements Callable<Integer> {
    @Mixin
    Connection connection = new Connection();

    @Parameters(paramLabel = "RUN")
    String run = "";

    @Option(names = "--out", paramLabel = "DIR", defaultValue = ".", description = "Where to (default: here).")
    Path out = Path.of(".");

    @Override
    public Integer call() {
        Terminal.onTheWay(connection.json).println(Export.write(connection.api(), run, out));
        return 0;
    }
}
