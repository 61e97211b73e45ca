package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.temporal.api.workflowservice.v1.DescribeWorkerDeploymentRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkerDeploymentResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import murmuration.core.Build;
import murmuration.core.MurmurationException;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A rollout at a front end that knows a version only once a worker of it has asked for tasks. */
@Timeout(60)
class MakeCurrentTest {
    private final Deployments deployments = new Deployments();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(deployments)
                .build()
                .start();
    }

    @AfterEach
    void end() {
        server.shutdownNow();
    }

    @Test
    void aVersionBecomesCurrentOnceAWorkerHasAskedForTasks() {
        deployments.unasked.set(1);
        assertThat(make("7", Duration.ofMinutes(1))).isEqualTo("7 is the current version");
        assertThat(deployments.current).isEqualTo("murmuration.7");
    }

    @Test
    void whereNoWorkerAsksTheJobFailsAndNothingChanges() {
        deployments.current = "murmuration.6";
        deployments.unasked.set(Integer.MAX_VALUE);
        assertThatThrownBy(() -> make("7", Duration.ZERO)).hasMessageContaining("NOT_FOUND");
        assertThat(deployments.current).isEqualTo("murmuration.6");
    }

    @Test
    void whereItMayNotTheJobSaysSoAtOnce() {
        deployments.refusing = Status.PERMISSION_DENIED;
        assertThatThrownBy(() -> make("7", Duration.ofMinutes(1))).hasMessageContaining("PERMISSION_DENIED");
    }

    @Test
    void workersThatAreNoVersionsAreNotMadeCurrent() {
        SmallRyeConfig settings = told(Map.of());
        assertThatThrownBy(() -> MakeCurrent.make(
                        settings.getConfigMapping(TemporalConfig.class),
                        settings.getConfigMapping(WorkflowsConfig.class),
                        Duration.ZERO))
                .hasMessageContaining("MURMURATION_WORKFLOWS_BUILD_ID");
    }

    @Test
    void aWorkerIsReadyWhileItsVersionIsTheCurrentOne() {
        WorkflowServiceStubs temporal = TemporalChannel.open(told(Map.of()).getConfigMapping(TemporalConfig.class));
        try {
            VersionReady ready = new VersionReady(Optional.of(
                    new WorkerVersion(temporal, "default", new WorkerDeploymentVersion("murmuration", "7"))));
            deployments.refusing = Status.UNAVAILABLE;
            assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
            deployments.refusing = Status.OK;
            assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
            deployments.current = "murmuration.6";
            assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
            deployments.current = "murmuration.7";
            assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
            deployments.refusing = Status.UNAVAILABLE;
            assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
            deployments.refusing = Status.OK;
            deployments.current = "murmuration.8";
            assertThat(ready.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        } finally {
            temporal.shutdownNow();
        }
    }

    @Test
    void aWorkerThatIsNoVersionIsReady() {
        assertThat(new VersionReady(Optional.empty()).call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void aVersionIsNamedOrThatOfTheCode() {
        Build build = new Build("1.4.0", "abc", "0123456789abcdef".repeat(4));
        assertThat(WorkerVersion.of(workflows("7"), build)).contains(new WorkerDeploymentVersion("murmuration", "7"));
        assertThat(WorkerVersion.of(workflows("auto"), build))
                .contains(new WorkerDeploymentVersion("murmuration", "1.4.0-0123456789ab"));
        assertThatThrownBy(() -> WorkerVersion.of(workflows("auto"), new Build("1.4.0", "", "")))
                .isInstanceOf(MurmurationException.class)
                .hasMessageContaining("not built by make");
    }

    @Test
    void theJobGoesByTheSettingsOfAWorker() {
        System.setProperty("murmuration.workflows.deployment", "of-the-test");
        try {
            SmallRyeConfig settings = MakeCurrent.settings();
            assertThat(settings.getConfigMapping(WorkflowsConfig.class).deployment())
                    .isEqualTo("of-the-test");
            assertThat(settings.getConfigMapping(TemporalConfig.class).taskQueue())
                    .isEqualTo("murmuration");
        } finally {
            System.clearProperty("murmuration.workflows.deployment");
        }
    }

    private String make(String build, Duration patience) {
        SmallRyeConfig settings = told(Map.of("murmuration.workflows.build-id", build));
        return MakeCurrent.make(
                settings.getConfigMapping(TemporalConfig.class),
                settings.getConfigMapping(WorkflowsConfig.class),
                patience);
    }

    private WorkflowsConfig workflows(String build) {
        return told(Map.of("murmuration.workflows.build-id", build)).getConfigMapping(WorkflowsConfig.class);
    }

    private SmallRyeConfig told(Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("murmuration.temporal.address", "127.0.0.1:" + server.getPort());
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(TemporalConfig.class)
                .withMapping(WorkflowsConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 500))
                .build();
    }

    /** Knows one version as the current one, and each as soon as it has been asked for often enough. */
    private static final class Deployments extends WorkflowServiceGrpc.WorkflowServiceImplBase {
        private final AtomicInteger unasked = new AtomicInteger();
        private volatile Status refusing = Status.OK;
        private volatile String current = "";

        @Override
        public void getSystemInfo(GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> observer) {
            observer.onNext(GetSystemInfoResponse.getDefaultInstance());
            observer.onCompleted();
        }

        @Override
        public void describeWorkerDeployment(
                DescribeWorkerDeploymentRequest request, StreamObserver<DescribeWorkerDeploymentResponse> observer) {
            if (!refusing.isOk() || current.isEmpty()) {
                observer.onError((refusing.isOk() ? Status.NOT_FOUND : refusing).asRuntimeException());
                return;
            }
            DescribeWorkerDeploymentResponse.Builder response = DescribeWorkerDeploymentResponse.newBuilder();
            response.getWorkerDeploymentInfoBuilder()
                    .getRoutingConfigBuilder()
                    .getCurrentDeploymentVersionBuilder()
                    .setDeploymentName(request.getDeploymentName())
                    .setBuildId(current.substring(current.indexOf('.') + 1));
            observer.onNext(response.build());
            observer.onCompleted();
        }

        @Override
        public void setWorkerDeploymentCurrentVersion(
                SetWorkerDeploymentCurrentVersionRequest request,
                StreamObserver<SetWorkerDeploymentCurrentVersionResponse> observer) {
            if (!refusing.isOk()) {
                observer.onError(refusing.asRuntimeException());
                return;
            }
            if (unasked.getAndDecrement() > 0) {
                observer.onError(Status.NOT_FOUND.asRuntimeException());
                return;
            }
            current = request.getDeploymentName() + "." + request.getBuildId();
            observer.onNext(SetWorkerDeploymentCurrentVersionResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }
}
