package murmuration.privacy;

import java.util.List;

/**
 * A cluster that may be shown.
 *
 * @param parentId empty at the top
 * @param share of the whole run, from rounded sizes
 * @param nearest ids of the clusters of its level whose texts are nearest
 */
record PublishedCluster(
        ClusterKey key,
        String id,
        String parentId,
        Publishable<ReviewedText> text,
        Publishable<Size> size,
        float share,
        ClusterRow.Point at,
        List<String> nearest) {}
