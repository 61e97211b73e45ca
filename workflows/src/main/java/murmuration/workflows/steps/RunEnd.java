package murmuration.workflows.steps;

import murmuration.core.RunKey;
import murmuration.core.RunState;

/** How a run ended; code and message are empty where it did not fail. */
public record RunEnd(RunKey run, RunState state, String code, String message) {}
