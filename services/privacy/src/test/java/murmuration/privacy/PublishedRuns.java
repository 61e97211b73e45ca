package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.Manifest;
import murmuration.core.RunSpec;
import murmuration.privacy.RunFixture.Base;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.TestDatabase;

/** Runs over data sets of one database, all of whose texts pass, and what the product's own code publishes of them. */
record PublishedRuns(TestDatabase test, String tenant) {
    static final DeploymentKey KEY = key(0);

    PublishedRuns() {
        this(TestDatabase.create(), "default");
    }

    static DeploymentKey key(int number) {
        return new DeploymentKey("key %32d".formatted(number).getBytes(StandardCharsets.UTF_8));
    }

    /** A run up to the review: its base clusters, and the first two of them under a parent. */
    RunFixture run(String data, List<Base> bases, EndState... others) {
        return run(RunFixture.spec(1), data, bases, others);
    }

    RunFixture run(RunSpec spec, String data, List<Base> bases, EndState... others) {
        RunFixture fixture = RunFixture.create(test, tenant, spec).over(data).with(bases, others);
        fixture.parent(0, bases.get(0).k(), bases.get(1).k());
        Database privacy = test.as("privacy");
        new SmallClusters(privacy).withhold(fixture.run);
        bases.forEach(base -> fixture.name(0, base.k(), "Topic " + base.k(), "Users asked about it."));
        fixture.name(1, 0, "Topics", "Users asked about several.");
        Assignment run = Assignment.of(privacy, fixture.run);
        for (ClusterRow row : new SourceRows(privacy).clusters(run).all()) {
            new ReviewRows(privacy).record(run, row, new Verdict.Passed(5), "rules");
        }
        return fixture;
    }

    Publication publication(DeploymentKey key) {
        return new Publication(
                test.as("privacy"),
                key,
                new Audits(run -> new ScriptedModel("scripted", (text, n) -> Answer.of(5)), text -> false),
                any -> new HashingEmbedder(),
                new Publication.Terms(
                        spec -> new Manifest.Prices(LocalDate.of(2025, 11, 25), List.of()), BigDecimal.TEN));
    }

    /** Publishes it; answers the result's digest. */
    String publish(RunFixture fixture) {
        return publication(KEY)
                .publish(
                        fixture.run,
                        new Course(Map.of(), List.of(), "2025-11-20T00:00:00Z"),
                        (done, total, outcomes) -> {})
                .resultDigest();
    }

    /** As the erasure of the account of a cluster's first guest would leave the run. */
    void erase(RunFixture fixture, int k) {
        fixture.execute(
                "DELETE FROM clusters.assignment WHERE (run_id, position) IN (SELECT run_id, position FROM"
                        + " facets.conversation WHERE account = ?)",
                new UUID(7, k * 1000 + 900));
        fixture.execute("DELETE FROM facets.conversation WHERE account = ?", new UUID(7, k * 1000 + 900));
        assertThat(new PublishedRows(test.as("privacy")).erased(fixture.run)).isPositive();
    }

    /** Whether a release carries noise, and how many earlier ones it was compared with. */
    static String compared(RunFixture fixture) {
        return fixture.select(
                        "privacy",
                        "SELECT (compared->>'near') || ' ' || jsonb_array_length(compared->'releases')"
                                + " FROM released.release WHERE run_id = ? ORDER BY release_id DESC LIMIT 1")
                .getFirst();
    }
}
