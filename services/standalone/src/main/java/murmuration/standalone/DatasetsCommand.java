package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists, imports and deletes data sets, and erases accounts from them. */
@Command(
        name = "datasets",
        mixinStandardHelpOptions = true,
        description = "Lists, imports and deletes data sets, and erases accounts.")
final class DatasetsCommand implements Callable<Integer> {
    @Mixin
    Connection connection = new Connection();

    @Override
    public Integer call() {
        return list();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the data sets, newest first.")
    int list() {
        JsonNode answer = connection.api().list("/datasets");
        if (connection.json) {
            Terminal.out().println(Json.write(answer));
            return 0;
        }
        for (JsonNode dataset : answer.path("items")) {
            Terminal.out().println(line(dataset));
        }
        return 0;
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = "Imports files as one data set.")
    int importFiles(
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
                                : line(ready.dataset())
                                        + (ready.before() ? "  (was there already)" : "")
                                        + Import.quarantined(ready.dataset()));
        return 0;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = {
                "Deletes a data set with everything derived from it.",
                "Prints what was removed where; of one that takes longer, and goes on by itself, the data set."
            })
    int delete(@Parameters(paramLabel = "ID") String id) {
        JsonNode answer = connection.api().delete("/datasets/" + Api.encoded(id));
        Terminal.out().println(Json.write(answer));
        return 0;
    }

    @Command(
            name = "erase-account",
            mixinStandardHelpOptions = true,
            description = {
                "Erases an account from a data set and from all that was made of it.",
                "The account's id, as the source names it, is the first line of the standard input, so that it stands in"
                        + " no list of processes and no shell's history."
            })
    int eraseAccount(
            @Parameters(paramLabel = "DATASET") String dataset,
            @Option(names = "--from", paramLabel = "FILE", description = "Read the id from a file instead.")
                    Path from) {
        Api api = connection.api();
        String id = api.get("/datasets/" + Api.encoded(dataset)).path("id").asText();
        ObjectNode body = Json.mapper().createObjectNode().put("accountId", account(from));
        Terminal.out().println(Json.write(api.post("/datasets/" + id + "/erasures", body)));
        return 0;
    }

    /** The first line as it is: an id may begin or end with a space. */
    private static String account(@Nullable Path from) {
        try (BufferedReader in = new BufferedReader(
                from == null
                        ? new InputStreamReader(System.in, StandardCharsets.UTF_8)
                        : Files.newBufferedReader(from, StandardCharsets.UTF_8))) {
            String line = in.readLine();
            if (line == null || line.isBlank()) {
                throw new MurmurationException(
                        ErrorCode.INVALID_REQUEST,
                        "the account's id is missing: the first line of the standard input or of --from");
            }
            return line;
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.INVALID_REQUEST, "the file of --from cannot be read", e);
        }
    }

    private static String line(JsonNode dataset) {
        return dataset.path("id").asText() + "  " + dataset.path("state").asText() + "  "
                + Terminal.number(dataset.path("conversations").asLong()) + " conversations  "
                + dataset.path("name").asText();
    }
}
