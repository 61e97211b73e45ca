package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyCommandTest {
    @Test
    void aWholeAuditIsToldWithItsHeadAsAtLeastTakesIt() {
        assertThat(line("{'whole': true, 'records': 1234, 'checkpoints': 5, 'signed': 1230, 'head': 'abc'}"))
                .isEqualTo("audit whole: 1,234 records, 5 checkpoints, the last one over record 1,230\nhead 1234:abc");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        CHANGED | record 7 is not
        MISSING | record 7 is missing
        SWAPPED | record 7 was swapped with record 9
        ADDED | record 7 stands where none belongs
        REWRITTEN | record 7 is not the one that checkpoint 2 has signed
        TRUNCATED | record 7 and those after it are missing; checkpoint 2
        CUT_BACK | record 7 is missing or is not the one that was noted
        CHECKPOINT_FORGED | checkpoint 2 is not one that our key has signed
        CHECKPOINT_MISSING | checkpoint 2 is missing
        """)
    void theFirstFaultIsNamed(String kind, String said) {
        assertThat(line("{'whole': false, 'records': 6, 'fault': {'kind': '" + kind
                        + "', 'sequence': 7, 'other': 9, 'checkpoint': 2}}"))
                .startsWith("audit broken: " + kind + ": " + said);
    }

    @Test
    void anEmptyHeadIsRefusedAndNotTakenForOneThatIsThere() {
        VerifyCommand verify = new VerifyCommand();
        verify.atLeast = "";
        assertThatThrownBy(verify::call)
                .isInstanceOf(MurmurationException.class)
                .hasMessageContaining("--at-least is empty");
    }

    private static String line(String json) {
        return VerifyCommand.line(Json.read(json.replace('\'', '"'), JsonNode.class));
    }
}
