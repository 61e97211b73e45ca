package murmuration.workflows.steps;

import murmuration.core.RunKey;
import murmuration.core.Stage;
import org.jspecify.annotations.Nullable;

/**
 * A run enters a stage.
 *
 * @param again whether the stage is entered also where it has been done before
 * @param reset the execution's id where an operator has reset the workflow, which computes again what comes from here on;
 *     otherwise empty
 */
public record StageCall(RunKey run, Stage stage, boolean again, String reset) {
    /** What an earlier version has scheduled says nothing of resets. */
    public StageCall(RunKey run, Stage stage, boolean again, @Nullable String reset) {
        this.run = run;
        this.stage = stage;
        this.again = again;
        this.reset = reset == null ? "" : reset;
    }
}
