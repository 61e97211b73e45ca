package murmuration.workflows.steps;

import murmuration.core.RunKey;

/**
 * Why a run pauses.
 *
 * @param byItself whether nobody has asked for it
 */
public record Pause(RunKey run, String reason, boolean byItself) {}
