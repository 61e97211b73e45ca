package murmuration.workflows.steps;

import murmuration.workflows.runs.DatasetKey;

/** Why an import failed. */
public record ImportFailure(DatasetKey dataset, String code, String message) {}
