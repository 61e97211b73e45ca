package murmuration.workflows.steps;

import io.temporal.activity.ActivityInterface;
import murmuration.core.RunKey;

/** Calls of the privacy service. */
@ActivityInterface(namePrefix = "Privacy")
public interface PrivacyActivities {
    /** Withholds the clusters that are too small. */
    void applyMinimums(RunKey run);

    /** Reviews the named clusters of a level; answers how many are to be named once more. */
    int review(LevelKey level);

    /** Publishes what may be shown, with what every stage computed. */
    void publish(RunKey run);
}
