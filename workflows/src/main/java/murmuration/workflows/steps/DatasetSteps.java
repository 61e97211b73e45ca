package murmuration.workflows.steps;

import murmuration.workflows.runs.DatasetKey;
import murmuration.workflows.runs.Failure;
import murmuration.workflows.runs.Sources;

/** Keeps an import's own row. */
public final class DatasetSteps implements DatasetActivities {
    private final Calls calls;
    private final Books books;
    private final Sources sources;

    /** Steps over these rows, and what was sent for them. */
    public DatasetSteps(Calls calls, Books books, Sources sources) {
        this.calls = calls;
        this.books = books;
        this.sources = sources;
    }

    @Override
    public void fail(ImportFailure failure) {
        DatasetKey key = failure.dataset();
        calls.rows(() -> {
            books.datasets().failed(key, new Failure(failure.code(), failure.message()));
            books.datasets().byId(key).ifPresent(dataset -> sources.release(key.tenant(), dataset.source()));
        });
    }
}
