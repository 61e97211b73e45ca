package murmuration.clustering;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Singleton;
import murmuration.clustering.v1.AssignShardRequest;
import murmuration.clustering.v1.AssignShardResponse;
import murmuration.clustering.v1.ClusteringServiceGrpc.ClusteringServiceImplBase;
import murmuration.clustering.v1.EraseRunRequest;
import murmuration.clustering.v1.EraseRunResponse;
import murmuration.clustering.v1.FindOutsideRequest;
import murmuration.clustering.v1.FindOutsideResponse;
import murmuration.clustering.v1.LayoutMapRequest;
import murmuration.clustering.v1.LayoutMapResponse;
import murmuration.clustering.v1.ReassignSmallRequest;
import murmuration.clustering.v1.ReassignSmallResponse;
import murmuration.clustering.v1.SealClustersRequest;
import murmuration.clustering.v1.SealClustersResponse;
import murmuration.clustering.v1.TrainClustersRequest;
import murmuration.clustering.v1.TrainClustersResponse;
import murmuration.common.v1.Progress;
import murmuration.common.v1.Seal;
import murmuration.core.RunKey;
import murmuration.runtime.Rpc;

/** Serves clustering over gRPC. */
@GrpcService
@Singleton
public class ClusteringGrpc extends ClusteringServiceImplBase {
    private final Clustering clustering;

    ClusteringGrpc(Clustering clustering) {
        this.clustering = clustering;
    }

    @Override
    @Blocking
    public void trainClusters(TrainClustersRequest request, StreamObserver<TrainClustersResponse> observer) {
        Rpc.pulsing(
                observer,
                progress ->
                        TrainClustersResponse.newBuilder().setProgress(progress).build(),
                progress -> TrainClustersResponse.newBuilder()
                        .setK(clustering.training().train(Rpc.run(request.getRun()), progress))
                        .build());
    }

    @Override
    @Blocking
    public void assignShard(AssignShardRequest request, StreamObserver<AssignShardResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        AssignShardResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    int done = clustering.assigning().assign(Rpc.run(request.getRun()), request.getShard(), progress);
                    return AssignShardResponse.newBuilder()
                            .setProgress(Progress.newBuilder().setDone(done).setTotal(done))
                            .build();
                });
    }

    @Override
    @Blocking
    public void sealClusters(SealClustersRequest request, StreamObserver<SealClustersResponse> observer) {
        Rpc.pulsing(
                observer,
                progress ->
                        SealClustersResponse.newBuilder().setProgress(progress).build(),
                _ -> SealClustersResponse.newBuilder()
                        .setSeal(seal(clustering.sealing().seal(Rpc.run(request.getRun()))))
                        .build());
    }

    @Override
    @Blocking
    public void reassignSmall(ReassignSmallRequest request, StreamObserver<ReassignSmallResponse> observer) {
        Rpc.pulsing(
                observer,
                progress ->
                        ReassignSmallResponse.newBuilder().setProgress(progress).build(),
                progress -> ReassignSmallResponse.newBuilder()
                        .setReassigned(clustering.reassigning().reassign(Rpc.run(request.getRun()), progress))
                        .build());
    }

    @Override
    @Blocking
    public void findOutside(FindOutsideRequest request, StreamObserver<FindOutsideResponse> observer) {
        Rpc.pulsing(
                observer,
                progress ->
                        FindOutsideResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    clustering.outside().find(Rpc.run(request.getRun()), progress);
                    return FindOutsideResponse.getDefaultInstance();
                });
    }

    @Override
    @Blocking
    public void layoutMap(LayoutMapRequest request, StreamObserver<LayoutMapResponse> observer) {
        Rpc.answer(
                observer,
                () -> LayoutMapResponse.newBuilder()
                        .setSeal(seal(clustering.layout().place(Rpc.run(request.getRun()))))
                        .build());
    }

    @Override
    @Blocking
    public void eraseRun(EraseRunRequest request, StreamObserver<EraseRunResponse> observer) {
        Rpc.pulsing(
                observer,
                progress -> EraseRunResponse.newBuilder().setProgress(progress).build(),
                _ -> {
                    RunKey run = Rpc.run(request.getRun());
                    return EraseRunResponse.newBuilder()
                            .putAllRemoved(
                                    request.getKeepPublished()
                                            ? clustering.erasure().eraseLost(run)
                                            : clustering.erasure().erase(run))
                            .build();
                });
    }

    private static Seal seal(Sealed sealed) {
        return Seal.newBuilder()
                .setDigest(sealed.digest())
                .putAllCounts(sealed.counts())
                .setReportJson(sealed.report())
                .build();
    }
}
