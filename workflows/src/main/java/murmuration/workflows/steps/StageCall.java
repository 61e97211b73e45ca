package murmuration.workflows.steps;

import murmuration.core.RunKey;
import murmuration.core.Stage;

/**
 * A run enters a stage.
 *
 * @param again whether the stage is entered also where it has been done before
 */
public record StageCall(RunKey run, Stage stage, boolean again) {}
