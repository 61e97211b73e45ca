package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void aWordThatIsNotOfferedIsRefusedWithThoseThatAre() {
        List<String> offered = List.of("", "QUEUED", "RUNNING");
        assertThat(Limits.word("state", null, offered)).isEmpty();
        assertThat(Limits.word("state", "RUNNING", offered)).isEqualTo("RUNNING");
        assertThatThrownBy(() -> Limits.word("state", "LOST", offered)).hasMessage("state is one of QUEUED, RUNNING");
    }
}
