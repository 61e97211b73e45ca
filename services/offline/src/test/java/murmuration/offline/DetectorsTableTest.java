package murmuration.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class DetectorsTableTest {
    private static final List<String> LABELLED = List.of("pii-presidio", "pii-seeded");
    private static final List<String> WITHOUT = List.of("clinc150", "xsid");

    @Test
    void countsWhatIsFoundWholeInPartAndWrongly() {
        String text = "Write to 😀 jane.roe@example.org about 192.0.2.17, not to Ada.";
        int mail = text.indexOf("jane");
        int name = text.indexOf("Ada");
        DetectorsTable table = new DetectorsTable(List.of(new LabelledText(
                "en",
                true,
                text,
                List.of(
                        new LabelledText.Span("EMAIL_ADDRESS", mail, mail + "jane.roe@example.org".length()),
                        new LabelledText.Span("PERSON", name, name + 3)))));

        assertThat(table.byType())
                .contains("| EMAIL_ADDRESS | 1 | 100.0 (20.7–100.0) | 100.0 (20.7–100.0) |")
                .contains("| PERSON | 1 | 0.0 (0.0–79.3) | 0.0 (0.0–79.3) |");
        assertThat(table.byKind()).contains("| EMAIL | 1 | 100.0").contains("| IP | 1 | 0.0");
        assertThat(table.byLanguage()).contains("| en | 1 | 100.0");
    }

    /** {@code bin/detectors} asks for it. */
    @Test
    @EnabledIfEnvironmentVariable(named = "DETECTORS", matches = ".+")
    void printsTheTables() throws IOException {
        Path folder = Path.of(System.getenv("DETECTORS"));
        for (String set : LABELLED) {
            Path file = folder.resolve(set + ".jsonl.gz");
            if (!Files.exists(file)) {
                System.out.println(set + " is skipped: no " + file);
                continue;
            }
            for (boolean held : new boolean[] {false, true}) {
                DetectorsTable table = new DetectorsTable(LabelledText.read(file).stream()
                        .filter(text -> text.held() == held)
                        .toList());
                System.out.println("\n" + set + ", the half that the detectors were "
                        + (held ? "not improved on" : "improved on") + "\n");
                System.out.println(table.byLanguage() + "\n" + table.byType() + "\n" + table.byKind());
            }
        }
        for (String set : WITHOUT) {
            Path file = folder.resolve(set + ".jsonl.gz");
            if (!Files.exists(file)) {
                System.out.println(set + " is skipped: no " + file);
                continue;
            }
            List<LabelledText> texts = LabelledText.read(file);
            int any = (int) texts.stream()
                    .filter(text -> !Detectors.find(text.text()).isEmpty())
                    .count();
            System.out.println(set + ", requests without labels: something is found in " + any + " of " + texts.size()
                    + ", percent " + new Rate(any, texts.size()));
        }
    }
}
