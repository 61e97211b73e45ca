package murmuration.workflows.steps;

import murmuration.core.RunKey;

/**
 * A person's yes to the publishing of a run, or to a safety run.
 *
 * @param by the name of their key, or theirs
 */
public record Approval(RunKey run, String by) {}
