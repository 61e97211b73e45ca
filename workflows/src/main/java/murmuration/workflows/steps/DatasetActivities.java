package murmuration.workflows.steps;

import io.temporal.activity.ActivityInterface;

/** What an import does with its own row. */
@ActivityInterface(namePrefix = "Dataset")
public interface DatasetActivities {
    /** The import has failed. */
    void fail(ImportFailure failure);
}
