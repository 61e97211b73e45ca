package murmuration.workflows;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import murmuration.workflows.runs.DatasetKey;

/** The import of one data set; its workflow id is {@code import-<datasetId>}. */
@WorkflowInterface
public interface ImportDataset {
    /** Imports it; what has been imported before is found again. */
    @WorkflowMethod
    void importDataset(DatasetKey dataset);
}
