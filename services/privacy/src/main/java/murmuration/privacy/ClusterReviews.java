package murmuration.privacy;

import static murmuration.core.MurmurationException.require;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import murmuration.core.Digest;
import murmuration.core.Pace;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;
import murmuration.runtime.Parallel;
import murmuration.runtime.Progress;
import murmuration.runtime.Pulse;

/**
 * Reviews the named clusters of a level, several at once; each is decided by itself, so that neither their order nor the
 * failure of another changes anything.
 */
final class ClusterReviews {
    private static final long FIVE = 5;

    private final Database whole;
    private final DeploymentKey key;
    private final Audits audits;
    private final int parallelism;

    /** @param parallelism how many clusters are read at once, and reviewed where the spec does not say how much may be asked */
    ClusterReviews(Database database, DeploymentKey key, Audits audits, int parallelism) {
        whole = database;
        this.key = key;
        this.audits = audits;
        require(parallelism >= 1, "at least 1 cluster is read at once, not %d", parallelism);
        this.parallelism = parallelism;
    }

    /** Reviews what waits for it; what is reviewed is skipped. Counts: by status; the report: why what is withheld is. */
    Sealed review(RunKey runKey, int level, Progress progress) {
        Assignment run = Assignment.of(whole, runKey);
        Database database = whole.standing(run);
        RefusedSpecs.check(run.spec());
        SourceRows source = new SourceRows(database);
        Clusters clusters = source.clusters(run);
        List<ClusterRow> waiting = clusters.level(level).stream()
                .filter(cluster -> cluster.status().equals("NAMED"))
                .toList();
        Pulse pulse = new Pulse(progress);
        pulse.report(0, waiting.size());
        if (new SafetyRows(database).lifts(runKey)) {
            // nobody judges what a safety run shows (method.md, 13)
            ReviewRows rows = new ReviewRows(database);
            waiting.forEach(cluster -> rows.record(run, cluster, new Verdict.Passed(0), ""));
        } else if (!waiting.isEmpty()) {
            reviewAll(new Standing(run, database), clusters, waiting, pulse);
        }
        return seal(source.clusters(run).level(level));
    }

    private record Standing(Assignment run, Database database) {}

    private void reviewAll(Standing standing, Clusters clusters, List<ClusterRow> waiting, Pulse pulse) {
        Assignment run = standing.run();
        Audit audit = audits.of(run);
        TextReview review = new TextReview(
                run.spec().minimums().values(),
                new SupportNoise(key, run.run().tenant(), run.datasetDigest())::of,
                audit,
                Audits.criteria(run.spec()),
                TextReview.names(run.spec().model().embedded()));
        SourceRows source = new SourceRows(standing.database());
        ReviewRows rows = new ReviewRows(standing.database());
        SortedMap<String, Long> outcomes = new TreeMap<>();
        // the model may be asked about more clusters at once than are read
        Semaphore reading = new Semaphore(parallelism);
        try (Parallel parallel =
                new Parallel(Math.min(Pace.reviews(run.spec(), parallelism), waiting.size()), pulse::beat)) {
            parallel.map(
                    waiting,
                    cluster -> {
                        Verdict verdict = review.review(cluster, count -> {
                            reading.acquireUninterruptibly();
                            try {
                                source.members(run, clusters.basesOf(cluster), count);
                            } finally {
                                reading.release();
                            }
                        });
                        rows.record(run, cluster, verdict, audit.ratedBy());
                        return verdict.status();
                    },
                    status -> {
                        outcomes.merge(status, 1L, Long::sum);
                        long done = outcomes.values().stream()
                                .mapToLong(Long::longValue)
                                .sum();
                        pulse.report(done, waiting.size(), outcomes);
                    });
        }
    }

    private static Sealed seal(List<ClusterRow> level) {
        SortedMap<String, Long> counts = new TreeMap<>();
        SortedMap<String, Long> withheld = new TreeMap<>();
        Digest digest = new Digest();
        for (ClusterRow cluster : level) {
            // what is sent back, too: it stays so where nobody names it once more
            if (!cluster.reason().isEmpty()) {
                withheld.merge(cluster.reason(), 1L, Long::sum);
            }
            counts.merge(cluster.status().toLowerCase(java.util.Locale.ROOT), 1L, Long::sum);
            digest.add(cluster.key().k())
                    .add(Reviewed.digest(cluster))
                    .add(cluster.status())
                    .add(cluster.reason())
                    .add(cluster.rating() == null ? 0 : cluster.rating());
        }
        return new Sealed(digest.hex(), counts, report(withheld));
    }

    /** Clusters by reason, in fives: a few that are not shown are counted nowhere. */
    private static String report(SortedMap<String, Long> withheld) {
        SortedMap<String, Long> fives = new TreeMap<>();
        withheld.forEach((reason, clusters) -> {
            if (clusters >= FIVE) {
                fives.put(reason, clusters - clusters % FIVE);
            }
        });
        return fives.isEmpty() ? "{}" : Json.write(Map.of("withheld", fives));
    }
}
