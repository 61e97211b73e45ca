package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A cluster with everything that is published of it.
 *
 * @param breadcrumb what is above it, from the top down
 * @param children what hangs under it, the larger first
 * @param nearest the clusters of its level whose texts are nearest
 */
public record ClusterDetail(
        @JsonUnwrapped ClusterView cluster,
        List<ClusterView.Brief> breadcrumb,
        List<ClusterView.Brief> children,
        List<ClusterView.Brief> nearest,
        List<Breakdown> breakdowns,
        List<Breakdown.Stretch> timeline) {}
