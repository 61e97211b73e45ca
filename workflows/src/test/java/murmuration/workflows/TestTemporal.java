package murmuration.workflows;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.common.SearchAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import murmuration.workflows.payloads.PayloadKey;
import murmuration.workflows.payloads.Payloads;
import murmuration.workflows.traces.TracedStarts;
import org.jspecify.annotations.Nullable;

/**
 * Temporal's own test server in real time, as the one-process application runs it; it forgets everything when closed. Or
 * the server that {@code TEMPORAL_ADDRESS} names, which forgets nothing.
 */
final class TestTemporal implements AutoCloseable {
    /** The key that recorded histories are encrypted with. */
    static final PayloadKey KEY = PayloadKey.ofHex("00112233445566778899aabbccddeeff".repeat(2));

    private final TestServer.@Nullable PortBoundTestServer server;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;

    TestTemporal() {
        @Nullable String address = System.getenv("TEMPORAL_ADDRESS");
        @Nullable Bound bound = address == null ? bound() : null;
        server = bound == null ? null : bound.server();
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(bound == null ? Objects.requireNonNull(address) : "127.0.0.1:" + bound.port())
                .build());
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        // recorded histories name no machine
                        .setIdentity("test")
                        .setDataConverter(Payloads.converter(KEY, List.of()))
                        .setInterceptors(new TracedStarts())
                        .build());
    }

    WorkflowClient client() {
        return client;
    }

    /** What happened in the latest execution of a workflow. */
    WorkflowExecutionHistory history(String workflowId) {
        return client.fetchHistory(workflowId);
    }

    /** By what the latest execution of a workflow can be found. */
    SearchAttributes attributes(String workflowId) {
        return client.newUntypedWorkflowStub(workflowId).describe().getTypedSearchAttributes();
    }

    /** Waits until a workflow has ended, however it did. */
    void awaitClosed(String workflowId) {
        try {
            client.newUntypedWorkflowStub(workflowId).getResult(60, TimeUnit.SECONDS, Void.class);
        } catch (WorkflowFailedException e) {
            // it has ended
        } catch (TimeoutException e) {
            throw new AssertionError("still running: " + workflowId, e);
        }
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        if (server != null) {
            server.close();
        }
    }

    private record Bound(TestServer.PortBoundTestServer server, int port) {}

    /** A server on a port that was free a moment ago: what took it meanwhile has it. */
    private static Bound bound() {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            try {
                return new Bound(TestServer.createPortBoundServer(port, true), port);
            } catch (RuntimeException e) {
                if (attempt == 5) {
                    throw e;
                }
            }
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
