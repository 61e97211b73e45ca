package murmuration.workflows;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import murmuration.workflows.runs.DatasetKey;
import murmuration.workflows.steps.DatasetActivities;
import murmuration.workflows.steps.ExtractionActivities;
import murmuration.workflows.steps.ImportFailure;

/** Imports a data set, and notes it where that fails. */
public final class ImportDatasetWorkflow implements ImportDataset {
    private final ExtractionActivities extraction =
            Workflow.newActivityStub(ExtractionActivities.class, Patience.PURE_COMPUTE);
    private final DatasetActivities datasets = Workflow.newActivityStub(DatasetActivities.class, Patience.OWN_ROWS);

    @Override
    public void importDataset(DatasetKey dataset) {
        try {
            extraction.importDataset(dataset);
        } catch (TemporalFailure failure) {
            Fault fault = Fault.of(failure);
            datasets.fail(new ImportFailure(dataset, fault.code(), fault.message()));
            throw fault.failure();
        }
    }
}
