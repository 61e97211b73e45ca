package murmuration.embedding;

import java.util.List;
import java.util.UUID;
import murmuration.core.BatchKey;
import murmuration.core.EndState;
import murmuration.core.Facet;
import murmuration.core.Minimums;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.runtime.Database;
import murmuration.runtime.Json;
import murmuration.runtime.TestDatabase;

/** A run whose conversations were extracted, as far as embedding sees it. */
final class TestRun {
    final RunKey key = new RunKey("default", UUID.randomUUID().toString());
    private final TestDatabase database;

    TestRun(TestDatabase database, String model) {
        this(database, new RunSpec.Embedding("onnx", model));
    }

    TestRun(TestDatabase database, RunSpec.Embedding embedding) {
        this.database = database;
        UUID dataset = UUID.randomUUID();
        database.as("workflows").useTenant(key.tenant(), handle -> {
            handle.execute(
                    "INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, state) VALUES (?, ?, 'd', 'u', 'auto', 'READY')",
                    key.tenant(),
                    dataset);
            handle.execute(
                    "INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state) VALUES (?, ?::uuid, ?, 'r', ?::jsonb, 'x', 'RUNNING')",
                    key.tenant(),
                    key.runId(),
                    dataset,
                    Json.write(spec(embedding)));
        });
    }

    private static RunSpec spec(RunSpec.Embedding embedding) {
        return new RunSpec(
                "d",
                new RunSpec.Sampling(RunSpec.Strategy.CONVERSATIONS, null, 20, null, null),
                List.of(new Facet.Text("request", "What is asked?", "")),
                null,
                RunSpec.Accounts.REQUIRED,
                new RunSpec.Cluster("request", null),
                new RunSpec.Hierarchy(null),
                new RunSpec.MinimumsSpec(RunSpec.Profile.SMALL, new Minimums(5, 5), RunSpec.Small.WITHHOLD),
                new RunSpec.Privacy(3, RunSpec.Approval.NONE),
                RunSpec.Model.OFFLINE,
                embedding,
                7,
                new RunSpec.Beside("n", null, null));
    }

    /** Conversations at {@code first, first + 1, …} that ended so, with their summaries and one other facet's value. */
    void add(int shard, int first, EndState state, List<String> summaries) {
        Database extraction = database.as("extraction");
        extraction.useTenant(key.tenant(), handle -> {
            for (int i = 0; i < summaries.size(); i++) {
                handle.execute(
                        "INSERT INTO facets.conversation (tenant, run_id, shard, position, conversation_id, account, state)"
                                + " VALUES (?, ?::uuid, ?, ?, gen_random_uuid(), gen_random_uuid(), ?)",
                        key.tenant(),
                        key.runId(),
                        shard,
                        first + i,
                        state.number());
                for (String facet : List.of("request", "language")) {
                    handle.execute(
                            "INSERT INTO facets.value (tenant, run_id, shard, position, facet, ordinal, value)"
                                    + " VALUES (?, ?::uuid, ?, ?, ?, 0, ?)",
                            key.tenant(),
                            key.runId(),
                            shard,
                            first + i,
                            facet,
                            summaries.get(i));
                }
            }
        });
    }

    BatchKey batch(int shard, int first, int count) {
        return new BatchKey(key, shard, first, count);
    }
}
