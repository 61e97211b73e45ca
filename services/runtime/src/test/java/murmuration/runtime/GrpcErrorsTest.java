package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
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

    @Test
    void aCodeOfANewerServiceIsReadByItsStatus() {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("murmuration-code", Metadata.ASCII_STRING_MARSHALLER), "OF_A_LATER_VERSION");
        assertThat(GrpcErrors.received(Status.UNAVAILABLE.asRuntimeException(trailers))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void onlyAStrangerIsDeniedAndOnlyAFaultOfOursIsInternal() {
        for (ErrorCode code : ErrorCode.values()) {
            Status.Code status = GrpcErrors.sent(new MurmurationException(code, "x"))
                    .getStatus()
                    .getCode();
            assertThat(status == Status.Code.PERMISSION_DENIED).as(code.name()).isEqualTo(code == ErrorCode.FORBIDDEN);
            assertThat(status == Status.Code.INTERNAL).as(code.name()).isEqualTo(code == ErrorCode.INTERNAL);
        }
    }
}
