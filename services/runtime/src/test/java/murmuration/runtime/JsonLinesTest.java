package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    @Test
    void aLineIsOneJsonObjectAndQuotesNoFailuresMessage() {
        ExtLogRecord line = new ExtLogRecord(Level.WARN, "said \"so\"\nand went on", "murmuration.Test");
        line.setThrown(new IllegalStateException("my reference is canary"));
        String written = new JsonLines().format(line);
        assertThat(written).endsWith("\n").doesNotContain("canary");
        assertThat(written.strip()).doesNotContain("\n");
        JsonNode read = Json.read(written, JsonNode.class);
        assertThat(read.path("level").asText()).isEqualTo("WARN");
        assertThat(read.path("message").asText()).isEqualTo("said \"so\"\nand went on");
        assertThat(read.path("failure").asText()).startsWith("java.lang.IllegalStateException < ");
    }
}
