package murmuration.clustering;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import murmuration.core.Minimums;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.runtime.Database;
import murmuration.runtime.FileVectors;
import murmuration.runtime.Json;
import murmuration.runtime.TestDatabase;
import murmuration.runtime.VectorCollections;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * A run whose conversations have been embedded: planted topics in shards of {@value #SHARD} positions, in which every
 * third position was not answered.
 */
final class PlantedRun {
    static final int SHARD = 300;
    private static final String TENANT = "default";

    final RunKey key = new RunKey(TENANT, id("run").toString());
    final PlantedTopics topics;
    final FileVectors store;
    final Database database;
    final int shards;
    private final TestDatabase databases;

    PlantedRun(PlantedTopics topics, RunSpec.Small small, Path folder) throws IOException {
        this.topics = topics;
        databases = TestDatabase.create();
        database = databases.as("clustering");
        store = new FileVectors(folder);
        shards = (topics.vectors().n() * 3 / 2 + SHARD - 1) / SHARD;
        writeRun(small);
        writeConversations();
        writeVectors();
    }

    /** Where the {@code i}-th answered conversation stands, counted through all shards. */
    static int place(int i) {
        return i / 2 * 3 + i % 2;
    }

    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Runs a statement with the run's id as its only parameter, as the owner of a schema would. */
    void update(String service, String sql) {
        databases
                .as(service)
                .useTenant(
                        TENANT,
                        handle -> handle.createUpdate(sql)
                                .bind("run", key.runId())
                                .execute());
    }

    private void writeRun(RunSpec.Small small) {
        databases.as("workflows").useTenant(TENANT, handle -> {
            handle.createUpdate("INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, state)"
                            + " VALUES (:tenant, :dataset, 'n', 'u', 'auto', 'READY')")
                    .bind("tenant", TENANT)
                    .bind("dataset", id("dataset"))
                    .execute();
            handle.createUpdate("INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state)"
                            + " VALUES (:tenant, :run::uuid, :dataset, 'n', :spec::jsonb, '', 'RUNNING')")
                    .bind("tenant", TENANT)
                    .bind("run", key.runId())
                    .bind("dataset", id("dataset"))
                    .bind("spec", Json.write(spec(small)))
                    .execute();
        });
    }

    private static RunSpec spec(RunSpec.Small small) {
        return new RunSpec(
                "d",
                new RunSpec.Sampling(RunSpec.Strategy.CONVERSATIONS, null, null, null, null),
                List.of(),
                null,
                RunSpec.Accounts.REQUIRED,
                new RunSpec.Cluster("request", null),
                new RunSpec.Hierarchy(null),
                new RunSpec.MinimumsSpec(RunSpec.Profile.SMALL, new Minimums(15, 8), small),
                new RunSpec.Privacy(3, RunSpec.Approval.NONE),
                RunSpec.Model.OFFLINE,
                new RunSpec.Embedding("planted", "1"),
                7,
                new RunSpec.Beside("n", null, null));
    }

    /** Each account has two conversations; who was not answered has one too. */
    private void writeConversations() {
        databases.as("extraction").useTenant(TENANT, handle -> {
            PreparedBatch batch =
                    handle.prepareBatch("INSERT INTO facets.conversation (tenant, run_id, shard, position,"
                            + " conversation_id, account, state)"
                            + " VALUES (:tenant, :run::uuid, :shard, :position, :id, :account, :state)");
            int last = place(topics.vectors().n() - 1);
            for (int place = 0; place <= last; place++) {
                batch.bind("tenant", TENANT)
                        .bind("run", key.runId())
                        .bind("shard", place / SHARD)
                        .bind("position", place % SHARD)
                        .bind("id", id("conversation " + place))
                        .bind("account", id("account " + place / 2))
                        .bind("state", place % 3 == 2 ? 5 : 0)
                        .add();
            }
            batch.execute();
        });
    }

    private void writeVectors() throws IOException {
        String collection = VectorCollections.ofRun(key, "request");
        store.create(collection, topics.vectors().d());
        for (int shard = 0; shard < shards; shard++) {
            int number = shard;
            int[] own = IntStream.range(0, topics.vectors().n())
                    .filter(i -> place(i) / SHARD == number)
                    .toArray();
            int[] positions = IntStream.of(own).map(i -> place(i) % SHARD).toArray();
            store.upsert(collection, shard, positions, Vectors.rows(topics.vectors(), own));
        }
    }
}
