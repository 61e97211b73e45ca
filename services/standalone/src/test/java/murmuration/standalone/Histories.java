package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import murmuration.workflows.payloads.PayloadKey;
import murmuration.workflows.payloads.Payloads;

/** Everything that Temporal keeps of workflows and their children, as text, with every payload decrypted beside it. */
final class Histories {
    private final WorkflowServiceStubs temporal;
    private final CodecDataConverter codec;

    Histories(String address, String payloadKey) {
        temporal = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        codec = (CodecDataConverter) Payloads.converter(PayloadKey.ofHex(payloadKey), List.of());
    }

    /** The histories of these workflows and of all that they started. */
    String of(List<String> workflowIds) {
        StringBuilder text = new StringBuilder();
        Deque<String> open = new ArrayDeque<>(workflowIds);
        Set<String> seen = new HashSet<>(workflowIds);
        while (!open.isEmpty()) {
            History history = temporal.blockingStub()
                    .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                            .setNamespace("default")
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(open.pop()))
                            .build())
                    .getHistory();
            for (HistoryEvent event : history.getEventsList()) {
                text.append(event).append('\n');
                decrypted(event, text);
                if (event.hasChildWorkflowExecutionStartedEventAttributes()) {
                    String child = event.getChildWorkflowExecutionStartedEventAttributes()
                            .getWorkflowExecution()
                            .getWorkflowId();
                    if (seen.add(child)) {
                        open.add(child);
                    }
                }
            }
        }
        return text.toString();
    }

    private void decrypted(Message message, StringBuilder text) {
        if (message instanceof Payload payload) {
            assertThat(payload.getMetadataOrThrow("encoding").toStringUtf8())
                    .as("how payloads stand in histories")
                    .isEqualTo("binary/encrypted");
            text.append(codec.decode(List.of(payload)).getFirst().getData().toString(StandardCharsets.UTF_8))
                    .append('\n');
            return;
        }
        for (Object value : message.getAllFields().values()) {
            if (value instanceof Message inner) {
                decrypted(inner, text);
            } else if (value instanceof List<?> many) {
                many.forEach(one -> {
                    if (one instanceof Message inner) {
                        decrypted(inner, text);
                    }
                });
            }
        }
    }
}
