package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import murmuration.workflows.payloads.PayloadKey;
import murmuration.workflows.payloads.Payloads;

/** Everything that Temporal keeps of workflows and their children, as text, with every payload decrypted beside it. */
final class Histories {
    private static final TextFormat.Printer TEXT = TextFormat.printer().escapingNonAscii(false);

    private final WorkflowClient temporal;
    private final CodecDataConverter codec;

    /** Those of a running installation. */
    Histories(Packaged packaged) throws IOException {
        String key =
                Files.readString(packaged.data().resolve("keys/payload.key")).strip();
        temporal =
                WorkflowClient.newInstance(WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                        .setTarget(packaged.server().path("temporal").asText())
                        .build()));
        codec = (CodecDataConverter) Payloads.converter(PayloadKey.ofHex(key), List.of());
    }

    /** The histories of these workflows and of all that they started. */
    String of(List<String> workflowIds) {
        StringBuilder text = new StringBuilder();
        Deque<String> open = new ArrayDeque<>(workflowIds);
        Set<String> seen = new HashSet<>(workflowIds);
        while (!open.isEmpty()) {
            for (HistoryEvent event : temporal.fetchHistory(open.pop()).getEvents()) {
                write(event, text);
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

    /** Every workflow of the namespace → what a list tells of it and the history of each execution, of resets too. */
    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        temporal.listExecutions("")
                .forEach(listed -> all.merge(listed.getExecution().getWorkflowId(), whole(listed), String::concat));
        return all;
    }

    private String whole(WorkflowExecutionMetadata listed) {
        WorkflowExecution execution = listed.getExecution();
        StringBuilder text = new StringBuilder();
        write(listed.getWorkflowExecutionInfo(), text);
        temporal.fetchHistory(execution.getWorkflowId(), execution.getRunId())
                .getEvents()
                .forEach(event -> write(event, text));
        return text.toString();
    }

    private void write(Message message, StringBuilder text) {
        text.append(TEXT.printToString(message)).append('\n');
        decrypted(message, text);
    }

    private void decrypted(Message message, StringBuilder text) {
        if (message instanceof SearchAttributes attributes) {
            // what workflows are found by stands in the clear
            for (Payload value : attributes.getIndexedFieldsMap().values()) {
                text.append(value.getData().toString(StandardCharsets.UTF_8)).append('\n');
            }
            return;
        }
        if (message instanceof MarkerRecordedEventAttributes marker
                && marker.getMarkerName().equals("Version")) {
            // by which code a run goes stands in the clear, and is printed with its event
            return;
        }
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
