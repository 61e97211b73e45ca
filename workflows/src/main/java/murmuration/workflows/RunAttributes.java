package murmuration.workflows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.workflow.Workflow;
import java.util.List;
import murmuration.core.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By what an operator finds workflows in Temporal: whose they are, and how far. Kept in the clear. */
final class RunAttributes {
    private static final Logger LOG = LoggerFactory.getLogger(RunAttributes.class);

    static final SearchAttributeKey<String> TENANT = SearchAttributeKey.forKeyword("MurmurationTenant");
    static final SearchAttributeKey<String> STAGE = SearchAttributeKey.forKeyword("MurmurationStage");

    private RunAttributes() {}

    /** What a workflow starts with. */
    static SearchAttributes of(String tenant) {
        return SearchAttributes.newBuilder().set(TENANT, tenant).build();
    }

    /** Called in a workflow that enters a stage; does nothing where it was started without attributes. */
    static void entered(Stage stage) {
        if (Workflow.getTypedSearchAttributes().containsKey(TENANT)) {
            Workflow.upsertTypedSearchAttributes(STAGE.valueSet(stage.name()));
        }
    }

    /**
     * Registers them; what is registered already stays. Where Temporal lets nobody change the namespace, somebody with the
     * right has to: it is logged. Fails where Temporal is away.
     */
    static void register(WorkflowServiceStubs temporal, String namespace) {
        OperatorServiceBlockingStub operator =
                OperatorServiceGrpc.newBlockingStub(temporal.blockingStub().getChannel());
        for (SearchAttributeKey<String> key : List.of(TENANT, STAGE)) {
            try {
                var _ = operator.addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace)
                        .putSearchAttributes(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                        .build());
            } catch (StatusRuntimeException e) {
                if (isAway(e.getStatus().getCode())) {
                    throw e;
                }
                if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                    LOG.warn(
                            "search attribute not registered, register it as a keyword: name={} code={}",
                            key.getName(),
                            e.getStatus().getCode());
                }
            }
        }
    }

    private static boolean isAway(Status.Code code) {
        return code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
    }
}
