package murmuration.workflows.runs;

import murmuration.core.RunKey;

/** Sets what is registered in motion. Every method does nothing where it has been done already. */
public interface Launcher {
    /** Starts the analysis of a run. */
    void start(RunKey run);

    /** Tells a run that what its owner wants has changed; starts it where it does not run. */
    void steered(RunKey run);

    /** Has a run record a person's yes to its publishing; CONFLICT where it does not wait for one. */
    void approve(RunKey run, String by);

    /** Starts the import of a data set. */
    void start(DatasetKey dataset);
}
