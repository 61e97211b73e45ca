package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import org.junit.jupiter.api.Test;

/** Holds docs/errors.md, to which every problem points, to the codes. */
class ErrorsPageTest {
    @Test
    void hasARowForEachCodeAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../../docs/errors.md")).stream()
                .filter(line -> line.startsWith("| <a id="))
                .map(line -> String.join("|", List.of(line.split("\\|")).subList(1, 4)))
                .map(String::strip)
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(Stream.of(ErrorCode.values())
                        .map(code -> "<a id=\"%s\"></a>`%s` | %d | %s"
                                .formatted(code, code, code.httpStatus(), code.title()))
                        .toList());
    }
}
