package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import murmuration.core.ErrorCode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({
        "INVALID_SPEC, 2",
        "UNREADABLE_SOURCE, 2",
        "PRIVACY_REFUSED, 3",
        "BUDGET_SPENT, 3",
        "FORBIDDEN, 3",
        "CANCELED, 130",
        "MALFORMED_OUTPUT, 1",
        "INTERNAL, 1"
    })
    void isTheSameForWhatIsRefusedAtOnceAndForARunThatFails(ErrorCode code, int exit) throws IOException {
        assertThat(ExitCode.of(code)).isEqualTo(exit);
        assertThat(ofRun("{'state': 'FAILED', 'error': {'code': '" + code + "', 'message': 'm'}}"))
                .isEqualTo(exit);
    }

    @ParameterizedTest
    @CsvSource({"PUBLISHED, '', 0", "CANCELED, '', 130", "PAUSED, budget, 3", "PAUSED, credentials, 3", "FAILED, '', 1"
    })
    void ofARunFollowsItsState(String state, String reason, int exit) throws IOException {
        assertThat(ofRun("{'state': '" + state + "', 'reason': '" + reason + "'}"))
                .isEqualTo(exit);
    }

    private static int ofRun(String run) throws IOException {
        try (SameAnswer server = new SameAnswer(run.replace('\'', '"'))) {
            return new Watch(server.api(), "r1", true).untilEnd();
        }
    }
}
