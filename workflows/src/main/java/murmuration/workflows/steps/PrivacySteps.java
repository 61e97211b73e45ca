package murmuration.workflows.steps;

import java.util.Map;
import java.util.TreeMap;
import murmuration.common.v1.Seal;
import murmuration.core.RunKey;
import murmuration.core.Stage;
import murmuration.privacy.v1.ApplyMinimumsRequest;
import murmuration.privacy.v1.PrivacyServiceGrpc.PrivacyServiceBlockingStub;
import murmuration.privacy.v1.PublishRunRequest;
import murmuration.privacy.v1.PublishRunResponse;
import murmuration.privacy.v1.ReviewClustersRequest;
import murmuration.privacy.v1.ReviewClustersResponse;
import murmuration.workflows.runs.Run;

/** Calls the privacy service. */
public final class PrivacySteps implements PrivacyActivities {
    private final PrivacyServiceBlockingStub privacy;
    private final Calls calls;
    private final Books books;

    /** Steps that call this service. */
    public PrivacySteps(PrivacyServiceBlockingStub privacy, Calls calls, Books books) {
        this.privacy = privacy;
        this.calls = calls;
        this.books = books;
    }

    @Override
    public void applyMinimums(RunKey run) {
        ApplyMinimumsRequest request =
                ApplyMinimumsRequest.newBuilder().setRun(Refs.run(run)).build();
        calls.watched(books.step(run, Stage.MINIMUMS, "apply"), watch -> {
            books.stages()
                    .seal(
                            run,
                            Stage.MINIMUMS.name(),
                            Refs.seal(watch.seal(() -> privacy.applyMinimums(request))
                                    .getSeal()));
            return true;
        });
    }

    @Override
    public int review(LevelKey level) {
        ReviewClustersRequest request = ReviewClustersRequest.newBuilder()
                .setRun(Refs.run(level.run()))
                .setLevel(level.level())
                .build();
        Stage stage = level.level() == 0 ? Stage.REVIEW : Stage.RAISE;
        // the seal of each level stands by itself: REVIEW, REVIEW.1, …
        String name = level.level() == 0 ? Stage.REVIEW.name() : Stage.REVIEW + "." + level.level();
        return calls.watched(books.step(level.run(), stage, "review " + level.level()), watch -> {
            ReviewClustersResponse last =
                    watch.last(() -> privacy.reviewClusters(request), ReviewClustersResponse::getProgress);
            books.stages().seal(level.run(), name, Refs.seal(last.getSeal()));
            return last.getRejected();
        });
    }

    @Override
    public void publish(RunKey run) {
        calls.watched(books.step(run, Stage.PUBLISH, "publish"), watch -> {
            PublishRunRequest request = request(run);
            PublishRunResponse last = watch.last(() -> privacy.publishRun(request), PublishRunResponse::getProgress);
            books.runs().result(run, new Run.Result(last.getResultDigest(), last.getClusters()));
            return true;
        });
    }

    private PublishRunRequest request(RunKey run) {
        Map<String, Seal> seals = new TreeMap<>();
        books.stages().seals(run).forEach((stage, seal) -> seals.put(stage, Refs.seal(seal)));
        return PublishRunRequest.newBuilder()
                .setRun(Refs.run(run))
                .putAllStages(seals)
                .setStartedAt(books.runs().startedAt(run))
                .addAllApprovals(books.stages().approvals(run).stream()
                        .map(approved -> murmuration.privacy.v1.Approval.newBuilder()
                                .setBy(approved.by())
                                .setAt(approved.at().toString())
                                .build())
                        .toList())
                .build();
    }
}
