package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.gateway.access.Principal;
import murmuration.gateway.access.Role;
import murmuration.runs.v1.Dataset;
import murmuration.runs.v1.DeleteDatasetRequest;
import murmuration.runs.v1.DeleteDatasetResponse;
import murmuration.runs.v1.GetDatasetRequest;
import murmuration.runs.v1.GetDatasetResponse;
import murmuration.runs.v1.MutinyRunServiceGrpc;
import murmuration.runs.v1.RunServiceGrpc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(strings = {"DELETING", "DELETED"})
    void aDeletionThatTakesLongerGoesOn(String state) throws IOException {
        assertThat(deleted(state)).isEmpty();
    }

    @Test
    void aDeletionThatHasNotBegunIsUnanswered() {
        assertThatThrownBy(() -> deleted("READY"))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    /** @param state of the data set, whose deletion is not answered */
    private static Optional<Map<String, Long>> deleted(String state) throws IOException {
        String name = InProcessServerBuilder.generateName();
        Server server = InProcessServerBuilder.forName(name)
                .addService(new Deleting(state))
                .build()
                .start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        try {
            return new Runs(
                            RunServiceGrpc.newBlockingStub(channel),
                            MutinyRunServiceGrpc.newMutinyStub(channel),
                            () -> new Principal("default", "somebody", Role.STEWARD),
                            new Runs.Patience(PATIENCE, PATIENCE))
                    .delete(PublishedSchema.DATASET);
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    /** Deletes for longer than anybody waits. */
    private static final class Deleting extends RunServiceGrpc.RunServiceImplBase {
        private final String state;

        Deleting(String state) {
            this.state = state;
        }

        @Override
        public void deleteDataset(DeleteDatasetRequest request, StreamObserver<DeleteDatasetResponse> out) {
            // not answered
        }

        @Override
        public void getDataset(GetDatasetRequest request, StreamObserver<GetDatasetResponse> out) {
            out.onNext(GetDatasetResponse.newBuilder()
                    .setDataset(Dataset.newBuilder().setState(state))
                    .build());
            out.onCompleted();
        }
    }
}
