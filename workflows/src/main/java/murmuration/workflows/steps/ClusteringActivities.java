package murmuration.workflows.steps;

import io.temporal.activity.ActivityInterface;
import murmuration.core.RunKey;

/** Calls of the clustering service. */
@ActivityInterface(namePrefix = "Clustering")
public interface ClusteringActivities {
    /** Chooses k and trains the centroids. */
    void train(RunKey run);

    /** Assigns each vector of a shard. */
    void assign(ShardKey shard);

    /** Makes the base clusters and digests the assignments. */
    void seal(RunKey run);

    /** Gives conversations of withheld clusters to the nearest kept one. */
    void reassignSmall(RunKey run);

    /** Finds the nearest outside each cluster over the minimums. */
    void findOutside(RunKey run);

    /** Places the clusters in the plane. */
    void layout(RunKey run);
}
