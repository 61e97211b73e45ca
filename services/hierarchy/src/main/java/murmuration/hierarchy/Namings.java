package murmuration.hierarchy;

import java.util.Collection;
import java.util.List;

/** Makes the questions for clusters of one level. */
interface Namings {
    /** One for each of these clusters, in their order; {@code level} is the whole level as it is now. */
    List<Naming> of(List<ClusterRow> clusters, Collection<ClusterRow> level);
}
