package murmuration.workflows;

import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import murmuration.common.v1.Seal;
import murmuration.core.Digest;
import murmuration.privacy.v1.ApplyMinimumsRequest;
import murmuration.privacy.v1.ApplyMinimumsResponse;
import murmuration.privacy.v1.EraseRunRequest;
import murmuration.privacy.v1.EraseRunResponse;
import murmuration.privacy.v1.PrivacyServiceGrpc;
import murmuration.privacy.v1.PublishRunRequest;
import murmuration.privacy.v1.PublishRunResponse;
import murmuration.privacy.v1.ReviewClustersRequest;
import murmuration.privacy.v1.ReviewClustersResponse;
import murmuration.runtime.Rpc;

/** Pretends to review: a run's first reviews send a name back. Tells the journal which seals it publishes. */
final class ScriptedPrivacy extends PrivacyServiceGrpc.PrivacyServiceImplBase {
    private final Script script;
    private final Map<String, Integer> reviewed = new ConcurrentHashMap<>();

    ScriptedPrivacy(Script script) {
        this.script = script;
    }

    @Override
    public void applyMinimums(ApplyMinimumsRequest request, StreamObserver<ApplyMinimumsResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        ApplyMinimumsResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("minimums", "", progress);
                    return ApplyMinimumsResponse.newBuilder()
                            .setSeal(Seal.newBuilder().setDigest(Digest.of("minimums")))
                            .build();
                });
    }

    @Override
    public void reviewClusters(ReviewClustersRequest request, StreamObserver<ReviewClustersResponse> observer) {
        Rpc.stream(
                observer,
                progress -> ReviewClustersResponse.newBuilder()
                        .setProgress(progress)
                        .build(),
                progress -> {
                    script.call("review", String.valueOf(request.getLevel()), progress);
                    int reviews = reviewed.merge(request.getRun().getRunId(), 1, Integer::sum);
                    return ReviewClustersResponse.newBuilder()
                            .setRejected(reviews <= script.rejecting() ? 1 : 0)
                            .setSeal(Seal.newBuilder().setDigest(Digest.of("review " + request.getLevel())))
                            .build();
                });
    }

    @Override
    public void publishRun(PublishRunRequest request, StreamObserver<PublishRunResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        PublishRunResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call(
                            "publish",
                            String.valueOf(request.getStagesMap().keySet().stream()
                                    .sorted()
                                    .toList()),
                            progress);
                    request.getApprovalsList().forEach(approval -> script.call("approved by " + approval.getBy()));
                    return PublishRunResponse.newBuilder()
                            .setResultDigest("result")
                            .setClusters(7)
                            .build();
                });
    }

    @Override
    public void eraseRun(EraseRunRequest request, StreamObserver<EraseRunResponse> observer) {
        Rpc.stream(
                observer,
                progress -> EraseRunResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("erase reviews", "", progress);
                    return EraseRunResponse.newBuilder()
                            .putRemoved("published", 7)
                            .build();
                });
    }
}
