package murmuration.clustering;

/** The service's use cases, one for each of its calls. */
record Clustering(
        TrainClusters training,
        AssignShard assigning,
        SealClusters sealing,
        ReassignSmall reassigning,
        FindOutside outside,
        LayoutMap layout,
        ErasureRows erasure) {}
