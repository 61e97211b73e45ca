package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import murmuration.extraction.imports.ImportRequest;
import murmuration.extraction.imports.Imported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real conversations, where they lie beside the project. */
class SharedDataTest {
    private static final Path DATA = Path.of("../../../shared/data");

    @Test
    void everyFileIsImportedWhole(@TempDir Path folder) throws IOException {
        assumeTrue(Files.isDirectory(DATA), "skipped: there is no folder ../shared/data beside the project");
        Bench bench = new Bench(folder);
        List<Path> files;
        try (Stream<Path> all = Files.list(DATA)) {
            files = all.filter(file -> file.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            long start = System.nanoTime();
            Imported imported = bench.imports(16 << 20, DATA.toRealPath())
                    .run(
                            new ImportRequest(
                                    Bench.dataset(), file.getFileName().toString(), "auto", List.of()),
                            Bench.SILENT);
            if (Boolean.getBoolean("report")) {
                System.out.printf("%s %s %.0f ms%n", file.getFileName(), imported, (System.nanoTime() - start) / 1e6);
            }
            assertThat(imported.formats()).as(file.toString()).containsOnlyKeys("shared");
            assertThat(imported.conversations()).as(file.toString()).isGreaterThan(100);
            assertThat(imported.quarantined()).as(file.toString()).isEmpty();
        }
    }
}
