package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import murmuration.core.MurmurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Front ends that let a namespace be changed, and such that do not, where the worker and the job register. */
@Timeout(60)
class RegisterAttributesTest {
    private static final String TENANT = RunAttributes.TENANT.getName();
    private static final String STAGE = RunAttributes.STAGE.getName();
    private static final IndexedValueType KEYWORD = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

    private final Operators operators = new Operators();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(new WorkflowServiceGrpc.WorkflowServiceImplBase() {
                    @Override
                    public void getSystemInfo(
                            GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> observer) {
                        answer(Status.OK, GetSystemInfoResponse.getDefaultInstance(), observer);
                    }
                })
                .addService(operators)
                .build()
                .start();
    }

    @AfterEach
    void end() {
        server.shutdownNow();
    }

    @Test
    void bothAreRegisteredAsKeywordsWhereThatIsAllowed() {
        assertThat(refused()).isEmpty();
        assertThat(operators.there).isEqualTo(Map.of(TENANT, KEYWORD, STAGE, KEYWORD));
    }

    @Test
    void whereNobodyMayButBothAreThereNothingIsSaid() {
        operators.registering = Status.PERMISSION_DENIED;
        operators.there.putAll(Map.of(TENANT, KEYWORD, STAGE, KEYWORD, "Another", KEYWORD));
        assertThat(refused()).isEmpty();
        assertThat(RegisterAttributes.register(told("true"))).isEqualTo("both are there");
    }

    @Test
    void whatIsMissingIsNamedWithTheRefusal() {
        operators.registering = Status.PERMISSION_DENIED;
        operators.there.put(TENANT, KEYWORD);
        assertThat(refused()).isEqualTo(Map.of(STAGE, Status.Code.PERMISSION_DENIED));
        assertThatThrownBy(() -> RegisterAttributes.register(told("true")))
                .isInstanceOf(MurmurationException.class)
                .hasMessageContaining(STAGE + "=PERMISSION_DENIED")
                .hasMessageNotContaining(TENANT);
    }

    @Test
    void whatIsNotListedCountsAsMissing() {
        operators.registering = Status.UNIMPLEMENTED;
        operators.listing = Status.UNIMPLEMENTED;
        assertThat(refused()).containsOnlyKeys(TENANT, STAGE);
    }

    @Test
    void whileTemporalIsAwayItFails() {
        operators.registering = Status.UNAVAILABLE;
        assertThatThrownBy(this::refused).isInstanceOf(StatusRuntimeException.class);
        operators.registering = Status.PERMISSION_DENIED;
        operators.listing = Status.UNAVAILABLE;
        assertThatThrownBy(this::refused).isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void theJobRegistersNothingWhereNoneAreWanted() {
        assertThat(RegisterAttributes.register(told("false"))).startsWith("none are wanted");
        assertThat(operators.there).isEmpty();
    }

    @Test
    void theJobGoesByTheSettingsOfAWorker() {
        System.setProperty("murmuration.temporal.namespace", "of-the-test");
        try {
            TemporalConfig settings = RegisterAttributes.settings();
            assertThat(settings.namespace()).isEqualTo("of-the-test");
            assertThat(settings.taskQueue()).isEqualTo("murmuration");
        } finally {
            System.clearProperty("murmuration.temporal.namespace");
        }
    }

    private Map<String, Status.Code> refused() {
        WorkflowServiceStubs temporal = TemporalChannel.open(told("true"));
        try {
            return RunAttributes.register(temporal, "default");
        } finally {
            temporal.shutdownNow();
        }
    }

    private TemporalConfig told(String searchAttributes) {
        Map<String, String> settings = Map.of(
                "murmuration.temporal.address",
                "127.0.0.1:" + server.getPort(),
                "murmuration.temporal.search-attributes",
                searchAttributes);
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(TemporalConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build()
                .getConfigMapping(TemporalConfig.class);
    }

    private static <A> void answer(Status status, A answer, StreamObserver<A> observer) {
        if (status.isOk()) {
            observer.onNext(answer);
            observer.onCompleted();
        } else {
            observer.onError(status.asRuntimeException());
        }
    }

    /** Registers and lists, unless it is told to refuse. */
    private static final class Operators extends OperatorServiceGrpc.OperatorServiceImplBase {
        private final Map<String, IndexedValueType> there = new ConcurrentHashMap<>();
        private volatile Status registering = Status.OK;
        private volatile Status listing = Status.OK;

        @Override
        public void addSearchAttributes(
                AddSearchAttributesRequest request, StreamObserver<AddSearchAttributesResponse> observer) {
            if (registering.isOk()) {
                there.putAll(request.getSearchAttributesMap());
            }
            answer(registering, AddSearchAttributesResponse.getDefaultInstance(), observer);
        }

        @Override
        public void listSearchAttributes(
                ListSearchAttributesRequest request, StreamObserver<ListSearchAttributesResponse> observer) {
            ListSearchAttributesResponse all = ListSearchAttributesResponse.newBuilder()
                    .putAllCustomAttributes(there)
                    .build();
            answer(listing, all, observer);
        }
    }
}
