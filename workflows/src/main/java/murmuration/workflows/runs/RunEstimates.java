package murmuration.workflows.runs;

import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunSpec;

/** Says what runs would come to, without starting any. */
public record RunEstimates(Datasets datasets, Forecasts forecasts) {
    /** An estimate, the data set that it is for, and whether batches are used. */
    record Made(Dataset dataset, Outlook outlook, boolean batches) {}

    Made of(String tenant, String specJson) {
        RunSpec spec = Runs.spec(specJson);
        AccountRule.check(spec);
        Dataset dataset = datasets.find(tenant, spec.dataset());
        if (dataset.state() != DatasetState.READY) {
            throw new MurmurationException(
                    ErrorCode.CONFLICT,
                    "data set " + dataset.key().datasetId() + " is " + dataset.state()
                            + ": only what is imported can be estimated");
        }
        AccountRule.check(spec, dataset);
        return new Made(
                dataset,
                forecasts.of(spec, dataset).rough(spec.minimums()),
                spec.beside().batch());
    }
}
