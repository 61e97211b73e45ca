package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import murmuration.runtime.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what has become of each cluster from one published run to another. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compares two published runs by what they show: matched, new, gone, grown, shrunk.",
            "Grown and shrunk are told where rounding, noise and chance do not explain a share's change."
        })
final class CompareCommand implements Callable<Integer> {
    @Mixin
    Connection connection = new Connection();

    @Parameters(index = "0", paramLabel = "A", description = "Id of a published run, the earlier one.")
    String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "Id of another.")
    String second = "";

    @Override
    public Integer call() {
        JsonNode answer = connection.api().get("/runs/" + Api.encoded(first) + "/compare/" + Api.encoded(second));
        if (connection.json) {
            Terminal.out().println(Json.write(answer));
        } else {
            print(Terminal.out(), answer);
        }
        return 0;
    }

    private static void print(PrintStream out, JsonNode answer) {
        for (String side : new String[] {"a", "b"}) {
            JsonNode run = answer.path(side);
            out.println(side.toUpperCase(Locale.ROOT) + "  " + run.path("name").asText() + ", published "
                    + run.path("publishedAt").asText());
        }
        String level = "";
        for (JsonNode row : answer.path("rows")) {
            if (!row.path("level").asText().equals(level)) {
                level = row.path("level").asText();
                out.println();
                out.println("level " + level);
            }
            row(out, row);
        }
        out.println();
        answer.path("notes").forEach(note -> out.println("  " + Terminal.dim(note.asText())));
    }

    private static void row(PrintStream out, JsonNode row) {
        String was = row.path("a").path("name").asText();
        String is = row.path("b").path("name").asText();
        String near = row.path("near").path("name").asText();
        String name = is.isEmpty() ? was : is;
        out.printf(
                "  %-7s  %6s → %-6s  %s%s%s%n",
                row.path("change").asText().toLowerCase(Locale.ROOT),
                share(row.path("a")),
                share(row.path("b")),
                name,
                was.isEmpty() || was.equals(name) ? "" : Terminal.dim("  was " + was),
                near.isEmpty() ? "" : Terminal.dim("  near " + near));
    }

    private static String share(JsonNode cluster) {
        return cluster.isMissingNode()
                ? "–"
                : String.format(
                        Locale.ROOT, "%.1f %%", 100 * cluster.path("share").asDouble());
    }
}
