package murmuration.hierarchy;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import murmuration.common.v1.Seal;
import murmuration.core.RunKey;
import murmuration.hierarchy.v1.EraseAnswersRequest;
import murmuration.hierarchy.v1.EraseAnswersResponse;
import murmuration.hierarchy.v1.EraseRunRequest;
import murmuration.hierarchy.v1.EraseRunResponse;
import murmuration.hierarchy.v1.HierarchyServiceGrpc;
import murmuration.hierarchy.v1.NameClustersRequest;
import murmuration.hierarchy.v1.NameClustersResponse;
import murmuration.hierarchy.v1.RaiseLevelRequest;
import murmuration.hierarchy.v1.RaiseLevelResponse;
import murmuration.hierarchy.v1.SealHierarchyRequest;
import murmuration.hierarchy.v1.SealHierarchyResponse;
import murmuration.runtime.Rpc;

/** The service's edge. */
@GrpcService
@Singleton
public class HierarchyGrpc extends HierarchyServiceGrpc.HierarchyServiceImplBase {
    private final Hierarchy hierarchy;

    HierarchyGrpc(Hierarchy hierarchy) {
        this.hierarchy = hierarchy;
    }

    @Override
    @Blocking
    public void nameClusters(NameClustersRequest request, StreamObserver<NameClustersResponse> observer) {
        RunKey run = Rpc.run(request.getRun());
        Rpc.pulsing(
                observer,
                progress ->
                        NameClustersResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    hierarchy.naming().name(run, request.getLevel(), progress);
                    return NameClustersResponse.getDefaultInstance();
                });
    }

    @Override
    @Blocking
    public void raiseLevel(RaiseLevelRequest request, StreamObserver<RaiseLevelResponse> observer) {
        RunKey run = Rpc.run(request.getRun());
        Rpc.pulsing(
                observer,
                progress ->
                        RaiseLevelResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    LevelRaising.Raised raised = hierarchy.raising().raise(run, request.getLevel(), progress);
                    return RaiseLevelResponse.newBuilder()
                            .setParents(raised.parents())
                            .setMore(raised.more())
                            .build();
                });
    }

    @Override
    @Blocking
    public void sealHierarchy(SealHierarchyRequest request, StreamObserver<SealHierarchyResponse> observer) {
        Rpc.answer(observer, () -> {
            HierarchySeal.Sealed sealed = hierarchy.sealing().seal(Rpc.run(request.getRun()));
            return SealHierarchyResponse.newBuilder()
                    .setSeal(Seal.newBuilder()
                            .setDigest(sealed.digest())
                            .putAllCounts(sealed.counts())
                            .setReportJson(sealed.report()))
                    .build();
        });
    }

    @Override
    @Blocking
    public void eraseRun(EraseRunRequest request, StreamObserver<EraseRunResponse> observer) {
        Rpc.answer(observer, () -> {
            RunKey run = Rpc.run(request.getRun());
            return EraseRunResponse.newBuilder()
                    .putAllRemoved(
                            request.getKeepPublished()
                                    ? hierarchy.erasure().eraseLost(run)
                                    : hierarchy.erasure().erase(run, request.getKeepAnswers()))
                    .build();
        });
    }

    @Override
    @Blocking
    public void eraseAnswers(EraseAnswersRequest request, StreamObserver<EraseAnswersResponse> observer) {
        Rpc.answer(
                observer,
                () -> EraseAnswersResponse.newBuilder()
                        .putAllRemoved(hierarchy.erasure().eraseAnswers(Rpc.run(request.getRun())))
                        .build());
    }
}
