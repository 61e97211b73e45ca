package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports files, runs, shows progress, prints the tree: everything a person with a file needs. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = "Analyzes files of conversations: imports, runs, shows progress, prints the tree.")
final class Analyze implements Callable<Integer> {
    @Mixin
    Connection connection = new Connection();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Conversations: JSON Lines or one JSON array, plain, gzip or zstd.")
    List<Path> files = List.of();

    @Option(names = "--spec", paramLabel = "run.yaml", description = "What the run is to do (docs/run-spec.md).")
    @Nullable
    Path spec;

    @Option(names = "--out", paramLabel = "DIR", description = "Write the export there.")
    @Nullable
    Path out;

    @Option(names = "--serve", description = "Keep the page open after the run.")
    boolean serve;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the page (default: 8080, or the next free one).")
    int port;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "auto",
            description = "auto, canonical, shared, openai, sharegpt, lmsys or wildchat.")
    String format = "auto";

    /** Known by it, the run is started once, also where it is asked for again. */
    private final String wish = UUID.randomUUID().toString();

    @Override
    public Integer call() {
        Import.check(files, format);
        ObjectNode wanted = readSpec();
        if (out != null) {
            Export.prepare(out);
        }
        return connection.work(port, (url, own) -> {
            int code = run(url, own, wanted);
            if (own && serve) {
                Terminal.onTheWay(connection.json).println("open " + url + "/   (end with Ctrl-C)");
                Server.waitForEnd();
            }
            return code;
        });
    }

    private int run(String url, boolean own, ObjectNode wanted) {
        Api api = new Api(url);
        Import.Ready ready = new Import(api).files(Import.name(files), files, SpecFile.metadataKeys(wanted), format);
        JsonNode dataset = ready.dataset();
        PrintStream onTheWay = Terminal.onTheWay(connection.json);
        onTheWay.println((ready.before() ? "already " : "") + imported(dataset));
        wanted.put("dataset", dataset.path("id").asText());
        if (!wanted.has("name")) {
            wanted.put("name", dataset.path("name").asText());
        }
        JsonNode run = api.post("/runs", wanted, wish);
        Watch watch = new Watch(api, run.path("id").asText(), connection.json);
        onTheWay.println("run " + run.path("id").asText() + Terminal.dim("  " + url + "/"));
        int code = connection.untilEnd(watch, url, own);
        if (code == 0) {
            published(api, watch.run());
        }
        return code;
    }

    private void published(Api api, JsonNode run) {
        String id = run.path("id").asText();
        // all of it first: nothing is said twice where the server ends meanwhile
        JsonNode tree = api.get("/runs/" + id + "/tree");
        JsonNode manifest = api.get("/runs/" + id + "/manifest");
        Path folder = out;
        String exported = folder == null ? "" : Export.write(api, id, folder);
        if (connection.json) {
            Terminal.out().println(Json.write(tree));
        } else {
            Tree.print(tree);
            Score.print(manifest);
            Terminal.out()
                    .println("  "
                            + Terminal.dim(
                                    "result digest " + run.path("resultDigest").asText()));
        }
        if (!exported.isEmpty()) {
            Terminal.onTheWay(connection.json).println(exported);
        }
    }

    private ObjectNode readSpec() {
        return spec == null ? Json.mapper().createObjectNode() : SpecFile.read(spec);
    }

    private static String imported(JsonNode dataset) {
        return "imported about " + Terminal.number(dataset.path("conversations").asLong())
                + " conversations of about "
                + Terminal.number(dataset.path("accounts").asLong())
                + " accounts" + Import.quarantined(dataset);
    }
}
