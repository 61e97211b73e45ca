package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import murmuration.runtime.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists, imports and deletes data sets. */
@Command(name = "datasets", mixinStandardHelpOptions = true, description = "Lists, imports and deletes data sets.")
final class DatasetsCommand {
    @Command(name = "list", description = "Lists the data sets, newest first.")
    int list(@Mixin Connection connection) {
        JsonNode answer = connection.api().get("/datasets");
        if (connection.json) {
            Terminal.out().println(Json.write(answer));
            return 0;
        }
        for (JsonNode dataset : answer.path("items")) {
            Terminal.out().println(line(dataset));
        }
        return 0;
    }

    @Command(name = "import", description = "Imports files as one data set.")
    int importFiles(
            @Mixin Connection connection,
            @Parameters(paramLabel = "FILE", arity = "1..*") List<Path> files,
            @Option(names = "--name", paramLabel = "NAME", description = "Its name (default: the first file's).")
                    String name,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            defaultValue = "auto",
                            description = "auto, canonical, shared, openai, sharegpt, lmsys or wildchat.")
                    String format,
            @Option(names = "--metadata", paramLabel = "KEY", description = "A metadata key to keep; may be repeated.")
                    List<String> metadata) {
        Import.Ready ready = new Import(connection.api())
                .files(
                        name == null ? Import.name(files) : name,
                        files,
                        metadata == null ? List.of() : metadata,
                        format);
        Terminal.out()
                .println(
                        connection.json
                                ? Json.write(ready.dataset())
                                : line(ready.dataset()) + (ready.before() ? "  (was there already)" : ""));
        return 0;
    }

    @Command(name = "delete", description = "Deletes a data set with everything derived from it.")
    int delete(@Mixin Connection connection, @Parameters(paramLabel = "ID") String id) {
        JsonNode answer = connection.api().delete("/datasets/" + Api.encoded(id));
        Terminal.out().println(Json.write(answer));
        return 0;
    }

    private static String line(JsonNode dataset) {
        return dataset.path("id").asText() + "  " + dataset.path("state").asText() + "  "
                + Terminal.number(dataset.path("conversations").asLong()) + " conversations  "
                + dataset.path("name").asText();
    }
}
