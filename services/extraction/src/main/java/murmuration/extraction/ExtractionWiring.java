package murmuration.extraction;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import murmuration.core.LanguageModel;
import murmuration.core.ObjectStore;
import murmuration.extraction.imports.Identities;
import murmuration.extraction.imports.ImportResults;
import murmuration.extraction.imports.ImportSettings;
import murmuration.extraction.imports.Imports;
import murmuration.extraction.imports.ShardRows;
import murmuration.extraction.imports.Sources;
import murmuration.extraction.imports.Uploads;
import murmuration.extraction.objects.S3Config;
import murmuration.extraction.objects.S3Objects;
import murmuration.extraction.shards.Shards;
import murmuration.models.BatchRows;
import murmuration.models.Cashier;
import murmuration.models.ModelsConfig;
import murmuration.models.ProviderBatches;
import murmuration.models.ProviderModels;
import murmuration.models.ReplyRows;
import murmuration.models.ReplyStore;
import murmuration.models.RunModels;
import murmuration.offline.OfflineModel;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.FolderObjects;
import murmuration.runtime.ObjectsReady;
import murmuration.runtime.RuntimeConfig;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/** Builds the service from its configuration. The object store is no bean: nobody else may have it. */
@Singleton
final class ExtractionWiring {
    private final ObjectStore objects;
    private final Uploads uploads;

    ExtractionWiring(RuntimeConfig runtime, S3Config s3) {
        objects = S3Objects.of(s3)
                .orElseGet(() -> new FolderObjects(runtime.data().resolve("objects")));
        uploads = new Uploads(objects);
    }

    @Produces
    @Singleton
    Extraction extraction(
            ExtractionConfig config,
            RuntimeConfig runtime,
            DeploymentKey key,
            ProviderModels providers,
            ModelsConfig modelsConfig,
            @DataSource("extraction") AgroalDataSource source) {
        Path data = runtime.data();
        Database database = new Database(source);
        Shards shards = new Shards(objects, data.resolve("unfinished"));
        ImportResults results = new ImportResults(objects);
        ReplyRows replies = new ReplyRows(database, key, "facets.reply");
        Cashier cashier = new Cashier(database, modelsConfig);
        Function<Assignment, ReplyStore> stores = run -> replies.of(run, cashier);
        FrameRows frames = new FrameRows(database);
        RunModels models = new RunModels(run -> run.spec().model().embedded()
                ? OfflineModel.of(frames.words(run.run()))
                : providers.of(run, stores.apply(run), cashier));
        Sources sources = new Sources(
                uploads, config.roots().orElse(List.of(data.resolve("import").resolve(Sources.TENANT))));
        return new Extraction(
                uploads,
                spec -> {
                    if (!spec.model().embedded()) {
                        providers.requirePrices(spec);
                    }
                },
                new Identities(sources, uploads, key, settings(config)),
                new Imports(sources, shards, new Imports.Kept(new ShardRows(database), results), key, settings(config)),
                new Plans(database, shards, new ModelForecast(providers, config.transcriptTokens())),
                new Batches(
                        database,
                        shards,
                        models,
                        new Workers(executor(config), providers::threads),
                        config.transcriptTokens()),
                new ProviderRounds(
                        database,
                        shards,
                        batches(
                                providers,
                                models,
                                stores,
                                new BatchRows(database, cashier, "facets.provider_batch"),
                                data),
                        new ProviderRounds.Asking(config.transcriptTokens(), config.batchPoll())),
                new Seals(database, models, replies, config.transcriptTokens()),
                new DeletionRows(database, shards, results),
                new AccountErasureRows(database, shards, key));
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck objectsReady() {
        return new ObjectsReady(objects);
    }

    @Produces
    @Singleton
    LeftoverKeeper leftovers() {
        return new LeftoverKeeper(objects, uploads);
    }

    void start(@Observes StartupEvent started, LeftoverKeeper leftovers) {
        leftovers.start();
    }

    void stop(@Observes ShutdownEvent stopping, LeftoverKeeper leftovers) {
        leftovers.stop();
    }

    private static BatchModels batches(
            ProviderModels providers,
            RunModels models,
            Function<Assignment, ReplyStore> stores,
            BatchRows rows,
            Path data) {
        return new BatchModels() {
            @Override
            public ProviderBatches batches(Assignment run) {
                return providers.batches(run, stores.apply(run), rows, data.resolve("unfinished"), question -> {
                    var ignored = models.of(run).ask(question);
                });
            }

            @Override
            public LanguageModel recalled(Assignment run) {
                return providers.recalled(run, stores.apply(run));
            }
        };
    }

    private static ImportSettings settings(ExtractionConfig config) {
        return new ImportSettings(
                config.metadataKeys().orElse(List.of()), config.accountFields(), config.maxRecordBytes());
    }

    private static ExecutorService executor(ExtractionConfig config) {
        return Executors.newFixedThreadPool(
                config.concurrency().orElse(Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().daemon().name("extraction-", 0).factory());
    }
}
