package murmuration.workflows;

import io.grpc.stub.StreamObserver;
import murmuration.clustering.v1.AssignShardRequest;
import murmuration.clustering.v1.AssignShardResponse;
import murmuration.clustering.v1.ClusteringServiceGrpc;
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
import murmuration.common.v1.Seal;
import murmuration.core.Digest;
import murmuration.runtime.Rpc;

/** Pretends to cluster. */
final class ScriptedClustering extends ClusteringServiceGrpc.ClusteringServiceImplBase {
    private final Script script;

    ScriptedClustering(Script script) {
        this.script = script;
    }

    @Override
    public void trainClusters(TrainClustersRequest request, StreamObserver<TrainClustersResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        TrainClustersResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("train", "", progress);
                    return TrainClustersResponse.newBuilder().setK(3).build();
                });
    }

    @Override
    public void assignShard(AssignShardRequest request, StreamObserver<AssignShardResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        AssignShardResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("assign", String.valueOf(request.getShard()), progress);
                    return AssignShardResponse.getDefaultInstance();
                });
    }

    @Override
    public void sealClusters(SealClustersRequest request, StreamObserver<SealClustersResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        SealClustersResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("seal clusters", "", progress);
                    // no report may travel through Temporal, so none is too large for it
                    return SealClustersResponse.newBuilder()
                            .setSeal(Seal.newBuilder()
                                    .setDigest(Digest.of("clusters"))
                                    .setReportJson("{\"candidates\":\"" + "0".repeat(20_000) + "\"}"))
                            .build();
                });
    }

    @Override
    public void reassignSmall(ReassignSmallRequest request, StreamObserver<ReassignSmallResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        ReassignSmallResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("reassign", "", progress);
                    return ReassignSmallResponse.getDefaultInstance();
                });
    }

    @Override
    public void findOutside(FindOutsideRequest request, StreamObserver<FindOutsideResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        FindOutsideResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("outside", "", progress);
                    return FindOutsideResponse.getDefaultInstance();
                });
    }

    @Override
    public void layoutMap(LayoutMapRequest request, StreamObserver<LayoutMapResponse> observer) {
        Rpc.answer(observer, () -> {
            script.call("layout");
            return LayoutMapResponse.newBuilder()
                    .setSeal(Seal.newBuilder().setDigest(Digest.of("map")))
                    .build();
        });
    }

    @Override
    public void eraseRun(EraseRunRequest request, StreamObserver<EraseRunResponse> observer) {
        Rpc.stream(
                observer,
                progress -> EraseRunResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("erase clusters", "", progress);
                    return EraseRunResponse.newBuilder()
                            .putRemoved("clusters", 7)
                            .build();
                });
    }
}
