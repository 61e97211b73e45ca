package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a run would come to: imports a file if it is one, and starts nothing. */
@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        description = "Says what a run would come to, without starting it: calls, tokens, money and time.")
final class EstimateCommand implements Callable<Integer> {
    @Mixin
    Connection connection = new Connection();

    @Parameters(paramLabel = "FILE|DATASET", description = "A file of conversations, or a data set's id or name.")
    String source = "";

    @Option(names = "--spec", paramLabel = "run.yaml", description = "What the run is to do (docs/run-spec.md).")
    @Nullable
    Path spec;

    @Override
    public Integer call() {
        ObjectNode wanted = spec == null ? Json.mapper().createObjectNode() : SpecFile.read(spec);
        return connection.work(0, (url, _) -> {
            print(estimate(new Api(url), wanted));
            return 0;
        });
    }

    private JsonNode estimate(Api api, ObjectNode wanted) {
        List<Path> files = List.of(Path.of(source));
        if (!Files.exists(files.getFirst())) {
            return ofDataset(api, wanted.put("dataset", source));
        }
        String imported = new Import(api)
                .files(Import.name(files), files, SpecFile.metadataKeys(wanted), "auto")
                .dataset()
                .path("id")
                .asText();
        return api.post("/runs/estimate", wanted.put("dataset", imported));
    }

    private JsonNode ofDataset(Api api, ObjectNode wanted) {
        try {
            return api.post("/runs/estimate", wanted);
        } catch (MurmurationException e) {
            if (!String.valueOf(e.getMessage()).contains("/dataset:")) {
                throw e;
            }
            throw new MurmurationException(
                    ErrorCode.UNREADABLE_SOURCE,
                    source
                            + ": there is no such file, and no data set of that id or name; check the path, or list them:"
                            + " murmuration datasets list");
        }
    }

    private void print(JsonNode estimate) {
        if (connection.json) {
            Terminal.out().println(Json.write(estimate));
            return;
        }
        line("data set", estimate.path("dataset").path("name").asText());
        line("conversations", about(estimate.path("conversations")));
        line("calls", estimate.path("calls").asLong() == 0 ? "none" : about(estimate.path("calls")));
        if (estimate.path("calls").asLong() > 0) {
            line(
                    "tokens",
                    about(estimate.path("inputTokens")) + " in, "
                            + Terminal.number(estimate.path("outputTokens").asLong()) + " out");
        }
        line("cost", cost(estimate));
        if (estimate.has("seconds")) {
            double seconds = estimate.path("seconds").asDouble();
            line("time", seconds < 1 ? "some seconds" : "about " + Terminal.duration(seconds));
        }
        estimate.path("assumes").forEach(sentence -> Terminal.out().println("  " + Terminal.dim(sentence.asText())));
    }

    private static void line(String what, String value) {
        Terminal.out().println(String.format(Locale.ROOT, "%-14s %s", what, value));
    }

    private static String about(JsonNode number) {
        return "about " + Terminal.number(number.asLong());
    }

    private static String cost(JsonNode estimate) {
        double usd = estimate.path("usd").asDouble();
        return !estimate.has("usd")
                ? "unknown: a model has no price"
                : usd == 0 ? "nothing" : String.format(Locale.ROOT, usd < 1 ? "about %.4f USD" : "about %.2f USD", usd);
    }
}
