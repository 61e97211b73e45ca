package murmuration.runtime.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
    @TempDir
    Path folder;

    @Test
    void aProcessThatCannotKnowItsCallersDoesNotStart() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "");
        assertThatThrownBy(() -> new SigningKeys(SigningKeys.file(empty)).await(Duration.ZERO))
                .isInstanceOf(MurmurationException.class)
                .hasMessageContaining("murmuration.sign-in.keys");
        assertThatThrownBy(() -> new SigningKeys(SigningKeys.file(folder.resolve("absent"))).await(Duration.ZERO))
                .isInstanceOf(MurmurationException.class);
    }

    @Test
    void aSourceThatDoesNotAnswerAtOnceIsWaitedFor() {
        AtomicInteger asked = new AtomicInteger();
        SigningKeys keys = new SigningKeys(() -> {
            if (asked.incrementAndGet() < 3) {
                throw new IOException("no answer yet");
            }
            return "{\"keys\": []}";
        });
        keys.await(Duration.ofMinutes(1));
        assertThat(asked).hasValue(3);
    }
}
