package murmuration.workflows;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.quarkus.agroal.DataSource;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import murmuration.clustering.v1.ClusteringServiceGrpc.ClusteringServiceBlockingStub;
import murmuration.core.Build;
import murmuration.core.MurmurationException;
import murmuration.embedding.v1.EmbeddingServiceGrpc.EmbeddingServiceBlockingStub;
import murmuration.extraction.v1.ExtractionServiceGrpc.ExtractionServiceBlockingStub;
import murmuration.hierarchy.v1.HierarchyServiceGrpc.HierarchyServiceBlockingStub;
import murmuration.privacy.v1.PrivacyServiceGrpc.PrivacyServiceBlockingStub;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.RuntimeConfig;
import murmuration.workflows.audit.AuditConfig;
import murmuration.workflows.audit.AuditKeeper;
import murmuration.workflows.audit.AuditTrail;
import murmuration.workflows.audit.CheckpointFolder;
import murmuration.workflows.audit.CheckpointKeys;
import murmuration.workflows.payloads.PayloadKey;
import murmuration.workflows.payloads.Payloads;
import murmuration.workflows.runs.AccountErasures;
import murmuration.workflows.runs.Backlog;
import murmuration.workflows.runs.BacklogRows;
import murmuration.workflows.runs.Datasets;
import murmuration.workflows.runs.EndedRuns;
import murmuration.workflows.runs.Erasure;
import murmuration.workflows.runs.Launcher;
import murmuration.workflows.runs.Retention;
import murmuration.workflows.runs.RetentionRows;
import murmuration.workflows.runs.RunEstimates;
import murmuration.workflows.runs.Runs;
import murmuration.workflows.runs.SafetyRows;
import murmuration.workflows.runs.SafetyRuns;
import murmuration.workflows.runs.Sources;
import murmuration.workflows.steps.Books;
import murmuration.workflows.steps.CallLimits;
import murmuration.workflows.steps.Calls;
import murmuration.workflows.steps.ClusteringSteps;
import murmuration.workflows.steps.DatasetSteps;
import murmuration.workflows.steps.EmbeddingSteps;
import murmuration.workflows.steps.ExtractionSteps;
import murmuration.workflows.steps.HierarchySteps;
import murmuration.workflows.steps.PrivacySteps;
import murmuration.workflows.steps.RunSteps;
import murmuration.workflows.steps.ServiceErasure;
import murmuration.workflows.steps.ServiceForecasts;
import murmuration.workflows.steps.ServicePrices;
import murmuration.workflows.steps.ServiceSources;
import murmuration.workflows.traces.TracedStarts;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/** Builds runs, steps and the worker from their configuration, and starts the worker with the process. */
@Singleton
public final class WorkflowsWiring {
    /** As the table of safety runs has it. */
    private static final Duration LONGEST_SAFETY = Duration.ofDays(90);

    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(5);

    /** The services that steps call. */
    record Services(
            ExtractionServiceBlockingStub extraction,
            EmbeddingServiceBlockingStub embedding,
            ClusteringServiceBlockingStub clustering,
            HierarchyServiceBlockingStub hierarchy,
            PrivacyServiceBlockingStub privacy) {}

    @Produces
    @Singleton
    Services services(
            @GrpcClient("extraction") ExtractionServiceBlockingStub extraction,
            @GrpcClient("embedding") EmbeddingServiceBlockingStub embedding,
            @GrpcClient("clustering") ClusteringServiceBlockingStub clustering,
            @GrpcClient("hierarchy") HierarchyServiceBlockingStub hierarchy,
            @GrpcClient("privacy") PrivacyServiceBlockingStub privacy) {
        return new Services(extraction, embedding, clustering, hierarchy, privacy);
    }

    @Produces
    @Singleton
    Books books(@DataSource("workflows") AgroalDataSource source, DeploymentKey key) {
        return Books.of(new Database(source), key);
    }

    @Produces
    @Singleton
    WorkflowServiceStubs temporal(TemporalConfig config) {
        return TemporalChannel.open(config);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck temporalReady(WorkflowServiceStubs temporal, TemporalConfig config) {
        return new TemporalReady(temporal, config.namespace());
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck versionReady(WorkflowServiceStubs temporal, TemporalConfig config, WorkflowsConfig workflows) {
        return new VersionReady(WorkerVersion.of(workflows, Build.THIS)
                .map(version -> new WorkerVersion(temporal, config.namespace(), version)));
    }

    void close(@Disposes WorkflowServiceStubs temporal) {
        temporal.shutdownNow();
    }

    @Produces
    @Singleton
    WorkflowClient client(
            WorkflowServiceStubs temporal, TemporalConfig config, WorkflowsConfig workflows, DeploymentKey deployment) {
        // the derived one is read in any case: runs began under it before there was another
        List<PayloadKey> former = Stream.concat(
                        workflows.formerPayloadKeys().orElse(List.of()).stream().map(PayloadKey::ofHex),
                        Stream.of(new PayloadKey(deployment.hmac("", "temporal payloads", ""))))
                .toList();
        PayloadKey key = workflows.payloadKey().map(PayloadKey::ofHex).orElseGet(former::getLast);
        return WorkflowClient.newInstance(
                temporal,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(config.namespace())
                        .setDataConverter(Payloads.converter(key, former))
                        .setInterceptors(new TracedStarts())
                        .build());
    }

    @Produces
    @Singleton
    Launcher launcher(WorkflowClient client, TemporalConfig config) {
        return new TemporalLauncher(client, config.taskQueue(), config.searchAttributes());
    }

    @Produces
    @Singleton
    Erasure erasure(Services services) {
        return new ServiceErasure(
                services.extraction(),
                services.embedding(),
                services.clustering(),
                services.hierarchy(),
                services.privacy());
    }

    @Produces
    @Singleton
    Sources sources(Services services) {
        return new ServiceSources(services.extraction());
    }

    @Produces
    @Singleton
    Datasets datasets(Books books, Launcher launcher, Sources sources, Erasure erasure) {
        return new Datasets(books.datasets(), books.runs(), launcher, sources, erasure);
    }

    @Produces
    @Singleton
    AccountErasures accountErasures(Books books, Launcher launcher, Erasure erasure) {
        return new AccountErasures(books.datasets(), books.startOvers(), launcher, erasure);
    }

    @Produces
    @Singleton
    Runs runs(Books books, Datasets datasets, Launcher launcher, Services services, WorkflowsConfig config) {
        return new Runs(
                books.runs(), datasets, launcher, new ServicePrices(services.extraction()), config.watchEvery());
    }

    @Produces
    @Singleton
    RunEstimates estimates(Datasets datasets, Services services) {
        return new RunEstimates(datasets, new ServiceForecasts(services.extraction()));
    }

    @Produces
    @Singleton
    AuditTrail audit(
            @DataSource("workflows") AgroalDataSource source,
            AuditConfig config,
            RuntimeConfig runtime,
            Instance<DeploymentKey> deployment) {
        byte[] key = config.key()
                .map(hex -> HexFormat.of().parseHex(hex.strip()))
                .orElseGet(() -> deployment.get().hmac("", "audit checkpoints", ""));
        return new AuditTrail(
                new Database(source),
                new CheckpointFolder(
                        config.checkpoints().orElseGet(() -> runtime.data().resolve("audit"))),
                new CheckpointKeys(key, config.formerKeys().orElse(List.of())));
    }

    @Produces
    @Singleton
    AuditKeeper auditKeeper(AuditTrail audit, AuditConfig config) {
        return audit.keeper(config.batch(), config.checkpointEvery());
    }

    @Produces
    @Singleton
    RetentionKeeper retention(
            @DataSource("workflows") AgroalDataSource source,
            Erasure erasure,
            SafetyRuns safety,
            Datasets datasets,
            RetentionConfig config) {
        RetentionRows rows = new RetentionRows(new Database(source));
        Retention retention = new Retention(rows, erasure, RetentionKeeper.limits(config), safety);
        return new RetentionKeeper(
                interval -> {
                    boolean whole = retention.pass(interval);
                    // what somebody has deleted and is not gone yet is due as well, and needs no turn
                    return datasets.goOn() && whole;
                },
                config.every());
    }

    @Produces
    @Singleton
    SafetyRuns safety(
            @DataSource("workflows") AgroalDataSource source,
            Books books,
            Runs runs,
            Launcher launcher,
            Erasure erasure,
            SafetyConfig config) {
        config.longest()
                .ifPresent(longest -> MurmurationException.require(
                        longest.isPositive() && longest.compareTo(LONGEST_SAFETY) <= 0,
                        "murmuration.safety.longest is more than nothing and at most %s, not %s",
                        LONGEST_SAFETY,
                        longest));
        return new SafetyRuns(
                new SafetyRows(new Database(source)),
                books.runs(),
                runs,
                new SafetyRuns.Stores(launcher, erasure),
                config.longest());
    }

    @Produces
    @Singleton
    Calls calls(WorkflowsConfig config) {
        return new Calls(new CallLimits(
                config.crashes(),
                config.attempts(),
                config.poll(),
                config.silence(),
                config.firstDelay(),
                config.lastDelay()));
    }

    /** Every step there is. */
    record Steps(List<Object> all) {
        Steps {
            all = List.copyOf(all);
        }
    }

    @Produces
    @Singleton
    Steps steps(Services services, Sources sources, Calls calls, Books books, Erasure erasure, MeterRegistry registry) {
        return new Steps(List.of(
                new RunSteps(calls, books, erasure, new EndedRuns(registry)),
                new DatasetSteps(calls, books, sources),
                new ExtractionSteps(services.extraction(), calls, books),
                new EmbeddingSteps(services.embedding(), calls, books),
                new ClusteringSteps(services.clustering(), calls, books),
                new HierarchySteps(services.hierarchy(), calls, books),
                new PrivacySteps(services.privacy(), calls, books)));
    }

    @Produces
    @Singleton
    TemporalWorker worker(WorkflowClient client, TemporalConfig temporal, WorkflowsConfig config, Steps steps) {
        // most of them wait: for a service that computes, or for one that waits for a provider
        int activities =
                config.activities().orElse(Math.max(16, 2 * Runtime.getRuntime().availableProcessors()));
        return new TemporalWorker(new TemporalWorker.Equipment(
                client,
                temporal.taskQueue(),
                Math.max(2, activities),
                WorkerVersion.of(config, Build.THIS),
                () -> GlobalOpenTelemetry.getTracer("murmuration.workflows"),
                steps.all()));
    }

    @Produces
    @Singleton
    Beginning beginning() {
        return new Beginning(BETWEEN_STARTS);
    }

    /**
     * After everything else has started: an embedded Temporal and the services that steps call among it. While Temporal or the
     * database is away the process waits for it, and is not ready.
     */
    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent started,
            WorkflowClient client,
            TemporalConfig temporal,
            TemporalWorker worker,
            Books books,
            Launcher launcher,
            Beginning beginning,
            AuditKeeper audit,
            AuditConfig config,
            RetentionKeeper retention) {
        audit.start(config.every());
        beginning.begin(() -> {
            worker.start();
            if (temporal.searchAttributes()) {
                RunAttributes.registerIfAllowed(client.getWorkflowServiceStubs(), temporal.namespace());
            }
            TemporalWorker.recover(books.runs(), launcher);
        });
        retention.start();
    }

    void metrics(
            @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent started,
            @DataSource("workflows") AgroalDataSource source,
            AuditKeeper audit,
            RetentionKeeper retention,
            MeterRegistry registry) {
        new Backlog(new BacklogRows(new Database(source))::items, System::nanoTime).shownIn(registry);
        audit.shownIn(registry);
        retention.shownIn(registry);
    }

    void stop(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent stopping,
            Beginning beginning,
            TemporalWorker worker,
            WorkflowsConfig config,
            AuditKeeper audit,
            RetentionKeeper retention) {
        beginning.stop(config.grace());
        retention.stop(config.grace());
        worker.stop(config.grace());
        audit.stop(config.grace());
    }
}
