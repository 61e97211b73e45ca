package murmuration.workflows.payloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import murmuration.core.BatchKey;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import org.junit.jupiter.api.Test;

class PayloadsTest {
    private static final PayloadKey KEY = PayloadKey.ofHex("01".repeat(32));
    private static final PayloadKey OTHER = PayloadKey.ofHex("02".repeat(32));
    private static final BatchKey BATCH = new BatchKey(new RunKey("default", "run-id-in-clear"), 3, 250, 250);

    private final DataConverter converter = Payloads.converter(KEY, List.of());

    @Test
    void whatIsWrittenIsReadBackAndNothingOfItIsInTheClear() {
        Payload payload = converter.toPayload(BATCH).orElseThrow();

        assertThat(payload.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("binary/encrypted");
        assertThat(payload.toString()).doesNotContain("run-id-in-clear").doesNotContain("json");
        assertThat(converter.fromPayload(payload, BatchKey.class, BatchKey.class))
                .isEqualTo(BATCH);
    }

    @Test
    void theSameIsNeverEncryptedToTheSameBytes() {
        assertThat(converter.toPayload(BATCH)).isNotEqualTo(converter.toPayload(BATCH));
    }

    @Test
    void aFormerKeyStillReads() {
        Payload old = Payloads.converter(OTHER, List.of()).toPayload(BATCH).orElseThrow();

        assertThat(Payloads.converter(KEY, List.of(OTHER)).fromPayload(old, BatchKey.class, BatchKey.class))
                .isEqualTo(BATCH);
        assertThatThrownBy(() -> converter.fromPayload(old, BatchKey.class, BatchKey.class))
                .hasMessageContaining("no payload key " + OTHER.id());
    }

    @Test
    void whatWasTamperedWithIsRefused() {
        Payload payload = converter.toPayload(BATCH).orElseThrow();
        byte[] bytes = payload.getData().toByteArray();
        bytes[20] ^= 1;
        Payload changed = payload.toBuilder()
                .setData(com.google.protobuf.ByteString.copyFrom(bytes))
                .build();

        assertThatThrownBy(() -> converter.fromPayload(changed, BatchKey.class, BatchKey.class))
                .hasMessageContaining("is not what key");
    }

    @Test
    void whatIsNoReferenceIsRefused() {
        assertThat(converter.toPayload("a".repeat(SizeGuard.MAX_BYTES - 100))).isPresent();
        assertThatThrownBy(() -> converter.toPayload("a".repeat(SizeGuard.MAX_BYTES)))
                .isInstanceOf(MurmurationException.class)
                .hasMessageContaining("is over 8192: only ids, counts and digests");
    }

    @Test
    void messagesOfFailuresAreEncryptedHoweverLongTheirTraces() {
        RuntimeException cause = new IllegalStateException("x".repeat(SizeGuard.MAX_BYTES));
        Failure failure =
                converter.exceptionToFailure(ApplicationFailure.newFailureWithCause("shard 17", "INTERNAL", cause));

        assertThat(failure.toString()).doesNotContain("shard 17");
        assertThat(((ApplicationFailure) converter.failureToException(failure)).getOriginalMessage())
                .isEqualTo("shard 17");
    }

    @Test
    void failuresCarryNoTraces() {
        RuntimeException cause = new IllegalStateException("inner");
        Failure failure = new CleanFailures()
                .exceptionToFailure(ApplicationFailure.newFailureWithCause("outer", "INTERNAL", cause), converter);

        assertThat(failure.getStackTrace()).isEmpty();
        assertThat(failure.getCause().getStackTrace()).isEmpty();
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> PayloadKey.ofHex("00")).hasMessageContaining("32 bytes, not 1");
    }
}
