package murmuration.workflows.steps;

import murmuration.workflows.runs.Failure;

/** Keeps an import's own row. */
public final class DatasetSteps implements DatasetActivities {
    private final Calls calls;
    private final Books books;

    /** Steps over these rows. */
    public DatasetSteps(Calls calls, Books books) {
        this.calls = calls;
        this.books = books;
    }

    @Override
    public void fail(ImportFailure failure) {
        calls.rows(() -> books.datasets().failed(failure.dataset(), new Failure(failure.code(), failure.message())));
    }
}
