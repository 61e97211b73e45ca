package murmuration.privacy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import murmuration.core.EndState;
import murmuration.core.Facet;
import murmuration.core.Facets;
import murmuration.core.Minimums;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.runtime.Database;
import murmuration.runtime.Json;
import murmuration.runtime.TestDatabase;
import org.jdbi.v3.core.Handle;

/** A made-up run up to the point where the privacy service takes over: rows of facets and clusters, written as their owners would. */
final class RunFixture {
    static final Minimums MINIMUMS = new Minimums(10, 5);

    final TestDatabase test;
    final RunKey run;
    final RunSpec spec;
    private final Database owner;
    private final List<Byte> frame = new ArrayList<>();
    private int others;
    private String digest = "dataset digest";

    private RunFixture(TestDatabase test, RunKey run, RunSpec spec) {
        this.test = test;
        this.run = run;
        this.spec = spec;
        owner = new Database(test.owner());
    }

    /** Accounts beside those of a cluster, each with so many conversations in one language. */
    record Guests(int accounts, int each, String language) {}

    /** A cluster's members and what they said. */
    record Base(
            int k,
            int conversations,
            int accounts,
            IntFunction<String> summary,
            IntFunction<String> language,
            String plan,
            Guests guests) {
        static Base of(int k, int conversations, int accounts, String summary) {
            return new Base(
                    k,
                    conversations,
                    accounts,
                    i -> summary + " number " + word(i),
                    i -> "English",
                    "basic",
                    new Guests(0, 0, "English"));
        }

        /** The same people, and others. */
        Base with(Guests others) {
            return new Base(k, conversations, accounts, summary, language, plan, others);
        }

        int size() {
            return conversations + guests.accounts() * guests.each();
        }

        int account(int i) {
            return k * 1000 + (i < conversations ? i % accounts : 900 + (i - conversations) / guests.each());
        }

        String spoken(int i) {
            return i < conversations ? language.apply(i) : guests.language();
        }

        Base speaking(IntFunction<String> spoken) {
            return new Base(k, conversations, accounts, summary, spoken, plan, guests);
        }

        Base on(String somePlan) {
            return new Base(k, conversations, accounts, summary, language, somePlan, guests);
        }

        Base saying(IntFunction<String> said) {
            return new Base(k, conversations, accounts, said, language, plan, guests);
        }
    }

    /** A word for a number, so that summaries differ. */
    static String word(int i) {
        return "w" + (char) ('a' + i / 26 % 26) + (char) ('a' + i % 26);
    }

    static RunSpec spec(long seed) {
        return spec(seed, RunSpec.Profile.SMALL, MINIMUMS, RunSpec.Accounts.REQUIRED, 3);
    }

    static RunSpec spec(
            long seed, RunSpec.Profile profile, Minimums minimums, RunSpec.Accounts accounts, int threshold) {
        RunSpec.Privacy privacy = new RunSpec.Privacy(threshold, RunSpec.Approval.NONE);
        return spec(seed, new RunSpec.MinimumsSpec(profile, minimums, RunSpec.Small.WITHHOLD), accounts, privacy);
    }

    static RunSpec spec(long seed, RunSpec.Privacy privacy) {
        return spec(
                seed,
                new RunSpec.MinimumsSpec(RunSpec.Profile.SMALL, MINIMUMS, RunSpec.Small.WITHHOLD),
                RunSpec.Accounts.REQUIRED,
                privacy);
    }

    static RunSpec spec(long seed, RunSpec.MinimumsSpec minimums, RunSpec.Accounts accounts, RunSpec.Privacy privacy) {
        List<Facet> facets = List.of(
                Facets.REQUEST,
                Facets.LANGUAGE,
                Facets.TURNS,
                Facets.find("metadata.plan").orElseThrow());
        return new RunSpec(
                "sample",
                new RunSpec.Sampling(RunSpec.Strategy.CONVERSATIONS, null, null, null, null),
                facets,
                null,
                accounts,
                new RunSpec.Cluster("request", null),
                new RunSpec.Hierarchy(null),
                minimums,
                privacy,
                RunSpec.Model.OFFLINE,
                new RunSpec.Embedding("onnx", "hashing"),
                seed,
                new RunSpec.Beside("made up", null, null));
    }

    /** The same with other facets. */
    static RunSpec with(RunSpec spec, List<Facet> facets) {
        return with(spec, facets, spec.model());
    }

    /** The same with another model. */
    static RunSpec with(RunSpec spec, RunSpec.Model model) {
        return with(spec, spec.facets(), model);
    }

    private static RunSpec with(RunSpec spec, List<Facet> facets, RunSpec.Model model) {
        return new RunSpec(
                spec.dataset(),
                spec.sampling(),
                facets,
                spec.screen(),
                spec.accounts(),
                spec.cluster(),
                spec.hierarchy(),
                spec.minimums(),
                spec.privacy(),
                model,
                spec.embedding(),
                spec.seed(),
                spec.beside());
    }

    static RunFixture create(String tenant, RunSpec spec) {
        return create(TestDatabase.create(), tenant, spec);
    }

    static RunFixture create(TestDatabase test, String tenant, RunSpec spec) {
        return new RunFixture(test, new RunKey(tenant, UUID.randomUUID().toString()), spec);
    }

    /** A data set of its own. */
    RunFixture over(String digestOfData) {
        digest = digestOfData;
        return this;
    }

    /** Writes these clusters' members, and conversations that ended otherwise. */
    RunFixture with(List<Base> bases, EndState... others) {
        owner.useTenant(run.tenant(), handle -> {
            int position = 0;
            for (Base base : bases) {
                for (int i = 0; i < base.size(); i++) {
                    member(handle, base, i, position++);
                }
                cluster(
                        handle,
                        0,
                        base.k(),
                        base.size(),
                        base.accounts() + base.guests().accounts());
            }
            for (EndState state : others) {
                other(handle, state, position++);
            }
            run(handle, position);
        });
        return this;
    }

    private UUID id() {
        return UUID.fromString(run.runId());
    }

    private void member(Handle handle, Base base, int i, int position) {
        frame.add((byte) 0);
        conversation(handle, position, new UUID(1 + base.k(), i), account(base.account(i)), EndState.OK);
        handle.execute(
                "INSERT INTO clusters.assignment (tenant, run_id, shard, position, k, similarity) VALUES (?, ?, 0, ?, ?, 1)",
                run.tenant(),
                id(),
                position,
                base.k());
        value(handle, position, "request", base.summary().apply(i));
        value(handle, position, "language", base.spoken(i));
        value(handle, position, "turns", String.valueOf(1 + i % 3));
        value(handle, position, "metadata.plan", base.plan());
    }

    private static UUID account(int number) {
        return new UUID(7, number);
    }

    private void conversation(Handle handle, int position, UUID id, UUID account, EndState state) {
        handle.execute(
                "INSERT INTO facets.conversation (tenant, run_id, shard, position, conversation_id, account, started_at, state)"
                        + " VALUES (?, ?, 0, ?, ?, ?, ?, ?)",
                run.tenant(),
                id(),
                position,
                id,
                account,
                LocalDate.of(2025, 11, 3)
                        .plusDays((id.getMostSignificantBits() + id.getLeastSignificantBits()) % 14)
                        .atStartOfDay()
                        .atOffset(ZoneOffset.UTC),
                (short) state.number());
    }

    private void value(Handle handle, int position, String facet, String value) {
        handle.execute(
                "INSERT INTO facets.value (tenant, run_id, shard, position, facet, ordinal, value) VALUES (?, ?, 0, ?, ?, 0, ?)",
                run.tenant(),
                id(),
                position,
                facet,
                value);
    }

    private void other(Handle handle, EndState state, int position) {
        boolean drawn = state != EndState.ERASED && !Coverage.NOT_DRAWN.contains(state);
        frame.add((byte) (drawn ? 0 : state.number()));
        if (drawn) {
            conversation(handle, position, new UUID(99, others), account(500_000 + others++), state);
        }
    }

    private void cluster(Handle handle, int level, int k, int conversations, int accounts) {
        handle.execute(
                "INSERT INTO clusters.cluster (tenant, run_id, level, k, cluster_id, status, conversations, accounts)"
                        + " VALUES (?, ?, ?, ?, ?, 'NEW', ?, ?)",
                run.tenant(),
                id(),
                level,
                k,
                "cluster-" + level + "-" + k + "-" + run.runId(),
                conversations,
                accounts);
    }

    private void run(Handle handle, int conversations) {
        UUID dataset = UUID.randomUUID();
        handle.execute(
                "INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, state, digest, conversations, shards)"
                        + " VALUES (?, ?, ?, 'file', 'auto', 'READY', ?, ?, 1)",
                run.tenant(),
                dataset,
                "sample " + dataset,
                digest,
                conversations);
        handle.execute(
                "INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state)"
                        + " VALUES (?, ?, ?, 'made up', ?::jsonb, 'spec digest', 'RUNNING')",
                run.tenant(),
                id(),
                dataset,
                Json.write(spec));
        byte[] states = new byte[frame.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = frame.get(i);
        }
        handle.execute(
                "INSERT INTO facets.frame (tenant, run_id, shard, states) VALUES (?, ?, 0, ?)",
                run.tenant(),
                id(),
                states);
    }

    /** A cluster above the base. */
    RunFixture parent(int k, int... children) {
        owner.useTenant(run.tenant(), handle -> {
            cluster(handle, 1, k, 0, 0);
            for (int child : children) {
                handle.execute(
                        "UPDATE clusters.cluster SET parent = ? WHERE run_id = ? AND level = 0 AND k = ?",
                        k,
                        id(),
                        child);
            }
        });
        return this;
    }

    /** Names a cluster as the hierarchy service would: its role, its status, one attempt more. */
    RunFixture name(int level, int k, String name, String description) {
        test.as("hierarchy")
                .useTenant(
                        run.tenant(),
                        handle -> handle.execute(
                                "UPDATE clusters.cluster SET name = ?, description = ?, status = 'NAMED', attempts = attempts + 1"
                                        + " WHERE run_id = ? AND level = ? AND k = ? AND status <> 'WITHHELD'",
                                name,
                                description,
                                id(),
                                level,
                                k));
        return this;
    }

    /** Anything else, as the database's owner. */
    void execute(String sql, Object... values) {
        owner.useTenant(run.tenant(), handle -> handle.execute(sql, values));
    }

    ClusterRow cluster(int level, int k) {
        return new SourceRows(test.as("privacy"))
                .clusters(murmuration.runtime.Assignment.of(test.as("privacy"), run)).level(level).stream()
                        .filter(row -> row.key().k() == k)
                        .findFirst()
                        .orElseThrow();
    }

    /** Everything in the published schema as text, without this run's ids and the time. */
    String published() {
        StringBuilder all = new StringBuilder();
        test.as("gateway").useTenant(run.tenant(), handle -> {
            for (String query : new String[] {
                "SELECT (to_jsonb(r) - 'published_at')::text FROM published.run r WHERE run_id = ?",
                "SELECT to_jsonb(c)::text FROM published.cluster c WHERE run_id = ? ORDER BY level, cluster_id",
                "SELECT to_jsonb(c)::text FROM published.cell c WHERE run_id = ? ORDER BY cluster_id, facet, ordinal"
            }) {
                handle.select(query, id())
                        .mapTo(String.class)
                        .forEach(row -> all.append(row).append('\n'));
            }
        });
        return all.toString().replace(run.runId(), "RUN");
    }

    /** Rows of one column from the published schema. */
    List<String> select(String sql) {
        return select("gateway", sql);
    }

    /** Rows of one column, as one of the services. */
    List<String> select(String service, String sql) {
        return test.as(service)
                .inTenant(
                        run.tenant(),
                        handle -> handle.select(sql, id()).mapTo(String.class).list());
    }

    byte[] key(String secret) {
        return (secret + "0123456789abcdef0123456789abcdef").getBytes(StandardCharsets.UTF_8);
    }
}
