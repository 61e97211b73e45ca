package murmuration.hierarchy;

import java.util.List;
import murmuration.core.Summary;

/** What a naming question shows: summaries of a cluster, and of what is nearest outside of it. */
record Sample(List<Summary> inside, List<Summary> outside) {}
