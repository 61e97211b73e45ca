package murmuration.privacy;

/** What the service can do, one part per RPC. */
record PrivacyCases(
        SmallClusters smallClusters, ClusterReviews reviews, Publication publication, ErasureRows erasure) {}
