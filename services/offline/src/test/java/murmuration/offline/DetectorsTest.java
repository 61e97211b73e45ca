package murmuration.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "write to jane.roe@example.org please",
                "call +1 202 555 0143 tomorrow",
                "see https://example.org/a?b=c",
                "the account is DE89 3704 0044 0532 0130 00",
                "card 4111 1111 1111 1111",
                "the server is 192.0.2.17"
            })
    void findsPersonalData(String text) {
        assertThat(Detectors.find(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"write a cover letter", "plan a trip of three days"})
    void leavesOrdinaryTextAlone(String text) {
        assertThat(Detectors.find(text)).isEmpty();
    }
}
