package murmuration.extraction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import murmuration.core.BatchKey;
import murmuration.core.ErrorCode;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.extraction.imports.Identities;
import murmuration.extraction.imports.ImportRequest;
import murmuration.extraction.imports.ImportResults;
import murmuration.extraction.imports.ImportSettings;
import murmuration.extraction.imports.Imported;
import murmuration.extraction.imports.Imports;
import murmuration.extraction.imports.ShardRows;
import murmuration.extraction.imports.Sources;
import murmuration.extraction.imports.Uploads;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.shards.ShardLine;
import murmuration.extraction.shards.ShardReader;
import murmuration.extraction.shards.ShardRef;
import murmuration.extraction.shards.Shards;
import murmuration.models.ProviderBatches;
import murmuration.models.ReplyRows;
import murmuration.models.RunModels;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.FolderObjects;
import murmuration.runtime.Json;
import murmuration.runtime.Progress;
import murmuration.runtime.TestDatabase;

/** Extraction with a real database, a folder for its objects, and a model by script. */
public final class Bench {
    public static final String TENANT = "default";
    public static final Progress SILENT = (done, total, outcomes) -> {};

    public final TestDatabase postgres = TestDatabase.create();
    public final Database database = postgres.as("extraction");
    public final Path folder;
    public final ObjectStore objects;
    public final Shards shards;
    public final ShardRows shardRows = new ShardRows(database);
    public final Uploads uploads;
    final ScriptedModel model = new ScriptedModel();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final FrameRows frames = new FrameRows(database);
    private final RunModels models = new RunModels(run -> model.knowing(frames.words(run.run())));

    public Bench(Path folder) {
        this(folder, new FolderObjects(folder.resolve("objects")));
    }

    public Bench(Path folder, ObjectStore objects) {
        this.folder = folder;
        this.objects = objects;
        shards = new Shards(objects, folder.resolve("unfinished"));
        uploads = new Uploads(objects);
    }

    public Imports imports() {
        return imports(16 << 20, folder);
    }

    public Imports imports(int maxRecordBytes, Path root) {
        return new Imports(
                new Sources(uploads, List.of(root)),
                shards,
                new Imports.Kept(shardRows, new ImportResults(objects)),
                new DeploymentKey(new byte[32]),
                settings(maxRecordBytes));
    }

    public Identities identities() {
        return new Identities(
                new Sources(uploads, List.of(folder)), uploads, new DeploymentKey(new byte[32]), settings(16 << 20));
    }

    private static ImportSettings settings(int maxRecordBytes) {
        return new ImportSettings(List.of(), List.of("user", "metadata.user_id"), maxRecordBytes);
    }

    public static DatasetKey dataset() {
        return new DatasetKey(TENANT, UUID.randomUUID());
    }

    public Imported read(DatasetKey dataset, String content, String... metadataKeys) {
        return imports().run(new ImportRequest(dataset, file(content), "auto", List.of(metadataKeys)), SILENT);
    }

    /** Writes a file under the allowed root; its path. */
    public String file(String content) {
        return file(content.getBytes(StandardCharsets.UTF_8));
    }

    public String file(byte[] content) {
        try {
            return Files.write(folder.resolve(UUID.randomUUID() + ".jsonl"), content)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All conversations of a data set, in its order. */
    public List<murmuration.core.Conversation> conversations(DatasetKey dataset) {
        return shardRows.of(dataset).stream()
                .flatMap(shard -> lines(dataset, shard).stream())
                .filter(line -> !ShardLine.isErased(line))
                .map(ShardLine::read)
                .toList();
    }

    private List<byte[]> lines(DatasetKey dataset, ShardRef shard) {
        try (ShardReader reader = shards.open(dataset, shard)) {
            return java.util.stream.IntStream.range(0, shard.conversations())
                    .mapToObj(i -> reader.next())
                    .toList();
        }
    }

    /** Makes a run over a data set that was imported. */
    RunKey run(DatasetKey dataset, Imported imported, RunSpec spec) {
        RunKey run = new RunKey(TENANT, UUID.randomUUID().toString());
        postgres.as("workflows").useTenant(TENANT, handle -> {
            handle.createUpdate("""
                    INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, state, digest, conversations,
                                              without_account, shards)
                    VALUES ('default', :id, 'n', 'u', 'auto', 'READY', :digest, :conversations, :without, :shards)
                    ON CONFLICT DO NOTHING""")
                    .bind("id", dataset.id())
                    .bind("digest", imported.digest())
                    .bind("conversations", imported.conversations())
                    .bind("without", imported.withoutAccount())
                    .bind("shards", imported.shards())
                    .execute();
            handle.createUpdate("""
                    INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state)
                    VALUES ('default', :run::uuid, :id, 'n', :spec::jsonb, 'd', 'RUNNING')""")
                    .bind("run", run.runId())
                    .bind("id", dataset.id())
                    .bind("spec", Json.write(spec))
                    .execute();
        });
        return run;
    }

    Plans plans() {
        return plans((spec, some, drawn) -> Optional.empty());
    }

    Plans plans(Forecast forecast) {
        return new Plans(database, shards, forecast);
    }

    Batches batches() {
        return new Batches(database, shards, models, new Workers(executor, spec -> 1), 8000);
    }

    Seals seals() {
        return new Seals(
                database, models, new ReplyRows(database, new DeploymentKey(new byte[32]), "facets.reply"), 8000);
    }

    /** Of a model that has no batches. */
    ProviderRounds rounds() {
        BatchModels none = new BatchModels() {
            @Override
            public ProviderBatches batches(Assignment run) {
                throw new MurmurationException(ErrorCode.INVALID_SPEC, "no batches");
            }

            @Override
            public LanguageModel recalled(Assignment run) {
                return model;
            }
        };
        return new ProviderRounds(database, shards, none, new ProviderRounds.Asking(8000, Duration.ofMinutes(1)));
    }

    DeletionRows deletions() {
        return new DeletionRows(database, shards, new ImportResults(objects));
    }

    Extraction extraction() {
        return new Extraction(
                uploads,
                spec -> {},
                identities(),
                imports(),
                plans(),
                batches(),
                rounds(),
                seals(),
                deletions(),
                accounts());
    }

    AccountErasureRows accounts() {
        return new AccountErasureRows(database, shards, new DeploymentKey(new byte[32]));
    }

    /** What workflows does once the shards are written anew. */
    void changed(DatasetKey dataset, AccountErasureRows.Taken taken) {
        postgres.as("workflows")
                .useTenant(
                        TENANT,
                        handle -> handle.execute(
                                "UPDATE runs.dataset SET digest = ? WHERE dataset_id = ?",
                                taken.digest(),
                                dataset.id()));
    }

    static BatchKey batch(RunKey run, int first, int count) {
        return new BatchKey(run, 0, first, count);
    }
}
