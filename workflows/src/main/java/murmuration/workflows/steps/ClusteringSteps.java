package murmuration.workflows.steps;

import murmuration.clustering.v1.AssignShardRequest;
import murmuration.clustering.v1.AssignShardResponse;
import murmuration.clustering.v1.ClusteringServiceGrpc.ClusteringServiceBlockingStub;
import murmuration.clustering.v1.FindOutsideRequest;
import murmuration.clustering.v1.FindOutsideResponse;
import murmuration.clustering.v1.LayoutMapRequest;
import murmuration.clustering.v1.ReassignSmallRequest;
import murmuration.clustering.v1.ReassignSmallResponse;
import murmuration.clustering.v1.SealClustersRequest;
import murmuration.clustering.v1.TrainClustersRequest;
import murmuration.clustering.v1.TrainClustersResponse;
import murmuration.core.RunKey;
import murmuration.core.Stage;

/** Calls the clustering service. */
public final class ClusteringSteps implements ClusteringActivities {
    private final ClusteringServiceBlockingStub clustering;
    private final Calls calls;
    private final Books books;

    /** Steps that call this service. */
    public ClusteringSteps(ClusteringServiceBlockingStub clustering, Calls calls, Books books) {
        this.clustering = clustering;
        this.calls = calls;
        this.books = books;
    }

    @Override
    public void train(RunKey run) {
        TrainClustersRequest request =
                TrainClustersRequest.newBuilder().setRun(Refs.run(run)).build();
        calls.watched(
                books.step(run, Stage.CLUSTER, "train"),
                watch -> watch.last(() -> clustering.trainClusters(request), TrainClustersResponse::getProgress));
    }

    @Override
    public void assign(ShardKey shard) {
        AssignShardRequest request = AssignShardRequest.newBuilder()
                .setRun(Refs.run(shard.run()))
                .setShard(shard.shard())
                .build();
        calls.watched(
                books.step(shard.run(), Stage.CLUSTER, "assign " + shard.shard()),
                watch -> watch.last(() -> clustering.assignShard(request), AssignShardResponse::getProgress));
    }

    @Override
    public void seal(RunKey run) {
        SealClustersRequest request =
                SealClustersRequest.newBuilder().setRun(Refs.run(run)).build();
        calls.watched(books.step(run, Stage.CLUSTER, "seal"), watch -> {
            books.stages()
                    .seal(
                            run,
                            Stage.CLUSTER.name(),
                            Refs.seal(watch.seal(() -> clustering.sealClusters(request))
                                    .getSeal()));
            return true;
        });
    }

    @Override
    public void reassignSmall(RunKey run) {
        ReassignSmallRequest request =
                ReassignSmallRequest.newBuilder().setRun(Refs.run(run)).build();
        calls.watched(
                books.step(run, Stage.MINIMUMS, "reassign"),
                watch -> watch.last(() -> clustering.reassignSmall(request), ReassignSmallResponse::getProgress));
    }

    @Override
    public void findOutside(RunKey run) {
        FindOutsideRequest request =
                FindOutsideRequest.newBuilder().setRun(Refs.run(run)).build();
        calls.watched(
                books.step(run, Stage.MINIMUMS, "outside"),
                watch -> watch.last(() -> clustering.findOutside(request), FindOutsideResponse::getProgress));
    }

    @Override
    public void layout(RunKey run) {
        LayoutMapRequest request =
                LayoutMapRequest.newBuilder().setRun(Refs.run(run)).build();
        calls.watched(books.step(run, Stage.LAYOUT, "map"), watch -> {
            books.stages()
                    .seal(
                            run,
                            Stage.LAYOUT.name(),
                            Refs.seal(clustering.layoutMap(request).getSeal()));
            return true;
        });
    }
}
