package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.Test;

class GrpcErrorsTest {
    @Test
    void aServiceThatRefusesThisCallerIsWaitedForAndBreaksNoBatch() {
        for (Status.Code code :
                new Status.Code[] {Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED, Status.Code.UNIMPLEMENTED
                }) {
            MurmurationException received = GrpcErrors.received(new StatusRuntimeException(Status.fromCode(code)));
            assertThat(received.code()).as(code.name()).isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    @Test
    void whatAServiceItselfForbidsStaysWhatItIs() {
        StatusRuntimeException sent = GrpcErrors.sent(
                new MurmurationException(ErrorCode.AUTHENTICATION, "the provider does not take the key"));
        assertThat(GrpcErrors.received(sent).code()).isEqualTo(ErrorCode.AUTHENTICATION);
    }
}
