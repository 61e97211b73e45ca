package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DoctorTest {
    @Test
    void aServerElsewhereThatDoesNotAnswerHasNoLogHere() {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.execute("doctor", "--server", "http://127.0.0.1:1")).isEqualTo(1);
        } finally {
            System.setOut(before);
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("does not answer at http://127.0.0.1:1; check the address")
                .doesNotContain("its log is");
    }
}
