package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import org.junit.jupiter.api.Test;

class EmbeddedTemporalTest {
    @Test
    void takesTheNextPortWhereAnotherProcessHasTheFirst() {
        try (EmbeddedTemporal one = EmbeddedTemporal.start(0);
                EmbeddedTemporal next = EmbeddedTemporal.start(one.address().getPort())) {
            assertThat(next.address().getPort()).isGreaterThan(one.address().getPort());
        }
    }

    @Test
    void answersThisMachineOnly() {
        try (EmbeddedTemporal temporal = EmbeddedTemporal.start(0)) {
            assertThat(temporal.address().getAddress().isLoopbackAddress()).isTrue();
            WorkflowServiceStubs client = WorkflowServiceStubs.newConnectedServiceStubs(
                    WorkflowServiceStubsOptions.newBuilder()
                            .setTarget("127.0.0.1:" + temporal.address().getPort())
                            .build(),
                    null);
            assertThat(client.blockingStub()
                            .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
                            .hasCapabilities())
                    .isTrue();
            client.shutdownNow();
        }
    }
}
