package murmuration.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEntryTest {
    private final AuditEntry entry = AuditEntry.by("somebody", AuditAction.ERASED);

    @ParameterizedTest
    @ValueSource(strings = {"a sentence", "", "naïve", "a/b"})
    void textIsNoNameOfADigestOrCount(String text) {
        assertThatThrownBy(() -> entry.digest(text, "00")).isInstanceOf(MurmurationException.class);
        assertThatThrownBy(() -> entry.count(text, 1)).isInstanceOf(MurmurationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my secret", "ABCDEF", "0x12"})
    void textIsNoDigest(String text) {
        assertThatThrownBy(() -> entry.digest("spec", text)).isInstanceOf(MurmurationException.class);
    }

    @Test
    void whoAsksIsOneShortLine() {
        assertThatThrownBy(() -> AuditEntry.by("a\nb", AuditAction.ERASED)).isInstanceOf(MurmurationException.class);
        assertThatThrownBy(() -> AuditEntry.by("a".repeat(201), AuditAction.ERASED))
                .isInstanceOf(MurmurationException.class);
    }

    @Test
    void whatWasRemovedIsCountedRoughlyAndNothingStaysNothing() {
        assertThat(entry.removed(Map.of("none", 0L, "one", 1L, "ten", 10L, "many", 1_001L))
                        .counts())
                .isEqualTo(Map.of("none", 0L, "one", 10L, "ten", 10L, "many", 1_050L));
    }
}
