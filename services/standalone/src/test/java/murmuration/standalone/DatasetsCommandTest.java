package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a data set that was imported. */
@Timeout(60)
class DatasetsCommandTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void anImportTellsWhatIsInQuarantine() throws IOException {
        String file = Files.writeString(folder.resolve("some.jsonl"), "{}\n").toString();
        String all = "\"id\": \"d1\", \"name\": \"some\", \"state\": \"READY\", \"conversations\": 20";
        String faults = "\"quarantined\": {\"duplicate id\": 2}, \"faults\": [\"line 2: duplicate id\"]";
        assertThat(imported(file, "{" + all + "}")).hasLineCount(1).doesNotContain("quarantine");
        assertThat(imported(file, "{" + all + ", " + faults + "}"))
                .contains("2 records are in quarantine:", "  line 2: duplicate id");
    }

    private static String imported(String file, String answer) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try (SameAnswer server = new SameAnswer(answer)) {
            assertThat(Main.execute("datasets", "import", file, "--server", server.url()))
                    .isZero();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
