package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists are printed to their end, however many pages the API cuts them into. */
@Timeout(60)
class ListsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"runs list", "runs", "datasets list", "datasets", "keys list", "keys list --tenant blue", "keys"
            })
    void arePrintedToTheirEnd(String command) throws IOException {
        for (int n : new int[] {0, 1, 2, 3, 5}) {
            try (PagedLists server = new PagedLists(n)) {
                List<String> all =
                        IntStream.rangeClosed(1, n).mapToObj(String::valueOf).toList();
                String lines = printed(server, command);
                assertThat(lines.lines().map(line -> line.split(" ")[0])).containsExactlyElementsOf(all);
                JsonNode json = Json.read(printed(server, command + " --json"), JsonNode.class);
                assertThat(json.path("items").findValuesAsText("id")).isEqualTo(all);
                assertThat(json.has("next")).isFalse();
            }
        }
    }

    @Test
    void everyPageIsOfTheTenantThatWasNamed() throws IOException {
        try (PagedLists server = new PagedLists(3)) {
            assertThat(printed(server, "keys list --tenant blue").lines())
                    .hasSize(3)
                    .allMatch(line -> line.endsWith("of blue"));
            assertThat(server.asked).containsExactly("/api/v1/keys?tenant=blue", "/api/v1/keys?tenant=blue&after=2");
        }
    }

    private static String printed(PagedLists server, String command) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.execute((command + " --server " + server.url()).split(" ")))
                    .isZero();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
