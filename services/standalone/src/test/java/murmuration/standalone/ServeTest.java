package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What a server that was started says of itself, to a person and to a program. */
class ServeTest {
    private static final String URL = "http://localhost:8081";
    private static final Path DATA = Path.of("data");

    @Test
    void saysToAPersonWhatToOpen() {
        assertThat(told(new Serve()).ready(URL, DATA)).startsWith("open http://localhost:8081/ ");
        assertThat(told(new Up()).ready(URL, DATA, "127.0.0.1:7233")).startsWith("open http://localhost:8081/ ");
    }

    @Test
    void saysToAProgramWhereItIs() {
        JsonNode serve = Json.read(told(new Serve(), "--json").ready(URL, DATA), JsonNode.class);
        assertThat(serve.path("url").asText()).isEqualTo(URL);
        assertThat(serve.path("data").asText()).isEqualTo("data");
        JsonNode up = Json.read(told(new Up(), "--json").ready(URL, DATA, "127.0.0.1:7233"), JsonNode.class);
        assertThat(up.path("url").asText()).isEqualTo(URL);
        assertThat(up.path("temporal").asText()).isEqualTo("127.0.0.1:7233");
    }

    private static <T> T told(T command, String... options) {
        new CommandLine(command).parseArgs(options);
        return command;
    }
}
