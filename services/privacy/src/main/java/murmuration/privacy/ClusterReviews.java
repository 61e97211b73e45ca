package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Reviews the named clusters of a level, several at once; each is decided by itself, so that neither their order nor the
 * failure of another changes anything.
 */
final class ClusterReviews {
    private final Database database;
    private final DeploymentKey key;
    private final Audits audits;
    private final int parallelism;

    /** @param parallelism how many clusters at once; each uses one database connection */
    ClusterReviews(Database database, DeploymentKey key, Audits audits, int parallelism) {
        this.database = database;
        this.key = key;
        this.audits = audits;
        this.parallelism = parallelism;
    }

    /** Reviews what waits for it; what is reviewed is skipped. Counts: by status, and why what is withheld is. */
    Sealed review(RunKey runKey, int level, Progress progress) {
        Assignment run = Assignment.of(database, runKey);
        RefusedSpecs.check(run.spec());
        SourceRows source = new SourceRows(database);
        Clusters clusters = source.clusters(run);
        List<ClusterRow> waiting = clusters.level(level).stream()
                .filter(cluster -> cluster.status().equals("NAMED"))
                .toList();
        progress.report(0, waiting.size());
        if (!waiting.isEmpty()) {
            reviewAll(run, clusters, waiting, progress);
        }
        return seal(source.clusters(run).level(level));
    }

    private void reviewAll(Assignment run, Clusters clusters, List<ClusterRow> waiting, Progress progress) {
        Audit audit = audits.of(run);
        TextReview review = new TextReview(
                run.spec().minimums().values(),
                new SupportNoise(key, run.run().tenant(), run.datasetDigest()),
                audit,
                Audits.criteria(run.spec()));
        SourceRows source = new SourceRows(database);
        ReviewRows rows = new ReviewRows(database);
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(parallelism, waiting.size()));
        List<Future<String>> verdicts = new ArrayList<>();
        try {
            for (ClusterRow cluster : waiting) {
                verdicts.add(threads.submit(() -> {
                    Verdict verdict =
                            review.review(cluster, count -> source.members(run, clusters.basesOf(cluster), count));
                    rows.record(run, cluster, verdict, audit.ratedBy());
                    return verdict.status();
                }));
            }
            await(verdicts, progress);
        } finally {
            // what is under way is paid for and may come to its end
            verdicts.forEach(verdict -> verdict.cancel(false));
            threads.shutdown();
        }
    }

    private static void await(List<Future<String>> verdicts, Progress progress) {
        SortedMap<String, Long> outcomes = new TreeMap<>();
        @Nullable MurmurationException failure = null;
        long done = 0;
        for (Future<String> verdict : verdicts) {
            try {
                outcomes.merge(verdict.get(), 1L, Long::sum);
                progress.report(++done, verdicts.size(), outcomes);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MurmurationException(ErrorCode.CANCELED, "the review was interrupted", e);
            } catch (ExecutionException e) {
                failure = failure == null ? known(e) : failure;
            }
        }
        if (failure != null) {
            throw done == 0 ? failure : failure.amidSuccess();
        }
    }

    private static MurmurationException known(ExecutionException failure) {
        return failure.getCause() instanceof MurmurationException ours
                ? ours
                : new MurmurationException(ErrorCode.INTERNAL, "the review of a cluster failed", failure);
    }

    private static Sealed seal(List<ClusterRow> level) {
        SortedMap<String, Long> counts = new TreeMap<>();
        Digest digest = new Digest();
        for (ClusterRow cluster : level) {
            counts.merge(cluster.status().toLowerCase(java.util.Locale.ROOT), 1L, Long::sum);
            digest.add(cluster.key().k())
                    .add(Reviewed.digest(cluster))
                    .add(cluster.status())
                    .add(cluster.reason())
                    .add(cluster.rating() == null ? 0 : cluster.rating());
        }
        return new Sealed(digest.hex(), counts);
    }
}
