package murmuration.workflows.steps;

import io.temporal.activity.ActivityInterface;
import murmuration.core.RunKey;

/** Calls of the hierarchy service. */
@ActivityInterface(namePrefix = "Hierarchy")
public interface HierarchyActivities {
    /** Names the clusters of a level that wait for a name. */
    void name(LevelKey level);

    /** Makes the parents of a level's clusters. */
    Raised raise(LevelKey level);

    /** Digests every level. */
    void seal(RunKey run);
}
