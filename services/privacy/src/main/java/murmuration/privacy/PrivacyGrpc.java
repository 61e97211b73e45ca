package murmuration.privacy;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import murmuration.common.v1.Seal;
import murmuration.core.ErrorCode;
import murmuration.core.Manifest;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.privacy.v1.ApplyMinimumsRequest;
import murmuration.privacy.v1.ApplyMinimumsResponse;
import murmuration.privacy.v1.EraseAnswersRequest;
import murmuration.privacy.v1.EraseAnswersResponse;
import murmuration.privacy.v1.EraseRunRequest;
import murmuration.privacy.v1.EraseRunResponse;
import murmuration.privacy.v1.PrivacyServiceGrpc;
import murmuration.privacy.v1.PublishRunRequest;
import murmuration.privacy.v1.PublishRunResponse;
import murmuration.privacy.v1.ReadSafetyRunRequest;
import murmuration.privacy.v1.ReadSafetyRunResponse;
import murmuration.privacy.v1.ReviewClustersRequest;
import murmuration.privacy.v1.ReviewClustersResponse;
import murmuration.privacy.v1.SafetyCluster;
import murmuration.privacy.v1.SafetyConversation;
import murmuration.runtime.Rpc;

/** Serves {@code murmuration.privacy.v1.PrivacyService}. */
@GrpcService
@Singleton
public class PrivacyGrpc extends PrivacyServiceGrpc.PrivacyServiceImplBase {
    @Inject
    PrivacyCases cases;

    @Override
    @Blocking
    public void applyMinimums(ApplyMinimumsRequest request, StreamObserver<ApplyMinimumsResponse> observer) {
        Rpc.pulsing(
                observer,
                progress ->
                        ApplyMinimumsResponse.newBuilder().setProgress(progress).build(),
                _ -> ApplyMinimumsResponse.newBuilder()
                        .setSeal(seal(cases.smallClusters().withhold(Rpc.run(request.getRun()))))
                        .build());
    }

    @Override
    @Blocking
    public void reviewClusters(ReviewClustersRequest request, StreamObserver<ReviewClustersResponse> observer) {
        Rpc.stream(
                observer,
                progress -> ReviewClustersResponse.newBuilder()
                        .setProgress(progress)
                        .build(),
                progress -> {
                    Sealed sealed = cases.reviews().review(Rpc.run(request.getRun()), request.getLevel(), progress);
                    return ReviewClustersResponse.newBuilder()
                            .setRejected(
                                    sealed.counts().getOrDefault("rejected", 0L).intValue())
                            .setSeal(seal(sealed))
                            .build();
                });
    }

    @Override
    @Blocking
    public void publishRun(PublishRunRequest request, StreamObserver<PublishRunResponse> observer) {
        Rpc.pulsing(
                observer,
                progress ->
                        PublishRunResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    Publication.Published published =
                            cases.publish(Rpc.run(request.getRun()), course(request), progress);
                    return PublishRunResponse.newBuilder()
                            .setResultDigest(published.resultDigest())
                            .setClusters(published.clusters())
                            .build();
                });
    }

    @Override
    @Blocking
    public void eraseRun(EraseRunRequest request, StreamObserver<EraseRunResponse> observer) {
        Rpc.pulsing(
                observer,
                progress -> EraseRunResponse.newBuilder().setProgress(progress).build(),
                _ -> {
                    RunKey run = Rpc.run(request.getRun());
                    ErasureRows erasure = cases.erasure();
                    return EraseRunResponse.newBuilder()
                            .putAllRemoved(
                                    request.getKeepPublished()
                                            ? erasure.eraseLost(run)
                                            : request.getKeepResult()
                                                    ? erasure.eraseWork(run)
                                                    : erasure.erase(run, request.getKeepAnswers()))
                            .build();
                });
    }

    @Override
    @Blocking
    public void eraseAnswers(EraseAnswersRequest request, StreamObserver<EraseAnswersResponse> observer) {
        Rpc.answer(
                observer,
                () -> EraseAnswersResponse.newBuilder()
                        .putAllRemoved(cases.erasure().eraseAnswers(Rpc.run(request.getRun())))
                        .build());
    }

    @Override
    @Blocking
    public void readSafetyRun(ReadSafetyRunRequest request, StreamObserver<ReadSafetyRunResponse> observer) {
        Rpc.answer(
                observer,
                () -> cases.safety()
                        .read(
                                Rpc.run(request.getRun()),
                                new SafetyRows.Reading(
                                        request.getAskedBy(),
                                        request.getClusterId(),
                                        request.getAfter(),
                                        request.getLimit()))
                        .map(PrivacyGrpc::message)
                        .orElseThrow(() -> new MurmurationException(
                                ErrorCode.NOT_FOUND,
                                "there is nothing to read under this id: a safety run shows what it found once it is READY, until"
                                        + " it expires")));
    }

    private static ReadSafetyRunResponse message(SafetyRows.Page page) {
        ReadSafetyRunResponse.Builder message = ReadSafetyRunResponse.newBuilder();
        page.clusters()
                .forEach(cluster -> message.addClusters(SafetyCluster.newBuilder()
                        .setId(cluster.id())
                        .setLevel(cluster.level())
                        .setParentId(cluster.parentId())
                        .setName(cluster.name())
                        .setDescription(cluster.description())
                        .setConversations(cluster.conversations())
                        .setAccounts(cluster.accounts())));
        page.members()
                .forEach(member -> message.addConversations(SafetyConversation.newBuilder()
                        .setId(member.conversation())
                        .setAccount(member.account())));
        return message.build();
    }

    private static Course course(PublishRunRequest request) {
        Map<String, Course.Seal> stages = new TreeMap<>();
        request.getStagesMap()
                .forEach((stage, seal) -> stages.put(stage, new Course.Seal(seal.getDigest(), seal.getReportJson())));
        return new Course(
                stages,
                request.getApprovalsList().stream()
                        .map(approval -> new Manifest.Approval(approval.getBy(), approval.getAt()))
                        .toList(),
                request.getStartedAt());
    }

    private static Seal seal(Sealed sealed) {
        return Seal.newBuilder()
                .setDigest(sealed.digest())
                .putAllCounts(sealed.counts())
                .setReportJson(sealed.report())
                .build();
    }
}
