package murmuration.workflows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
     * Registers them where the worker may; where it may not and they are not there, it is logged what to do. Fails where
     * Temporal is away.
     */
    static void registerIfAllowed(WorkflowServiceStubs temporal, String namespace) {
        register(temporal, namespace)
                .forEach((name, code) -> LOG.warn(
                        "search attribute is not to be found, the job `run attributes` registers it: name={} code={}",
                        name,
                        code));
    }

    /**
     * Registers them; what is registered already stays. Fails where Temporal is away.
     *
     * @return each that Temporal refuses to register and does not list either, with the code of the refusal
     */
    static Map<String, Status.Code> register(WorkflowServiceStubs temporal, String namespace) {
        OperatorServiceBlockingStub operator =
                OperatorServiceGrpc.newBlockingStub(temporal.blockingStub().getChannel());
        Map<String, Status.Code> refused = new TreeMap<>();
        for (SearchAttributeKey<String> key : List.of(TENANT, STAGE)) {
            try {
                var _ = operator.addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace)
                        .putSearchAttributes(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                        .build());
            } catch (StatusRuntimeException e) {
                Status.Code code = refusal(e);
                if (code != Status.Code.ALREADY_EXISTS) {
                    refused.put(key.getName(), code);
                }
            }
        }
        if (!refused.isEmpty()) {
            // to list needs less of a right
            refused.keySet().removeAll(listed(operator, namespace));
        }
        return refused;
    }

    private static Set<String> listed(OperatorServiceBlockingStub operator, String namespace) {
        try {
            return operator.listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .build())
                    .getCustomAttributesMap()
                    .keySet();
        } catch (StatusRuntimeException e) {
            LOG.debug("search attributes are not listed: code={}", refusal(e));
            return Set.of();
        }
    }

    private static Status.Code refusal(StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        if (code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED) {
            throw e;
        }
        return code;
    }
}
