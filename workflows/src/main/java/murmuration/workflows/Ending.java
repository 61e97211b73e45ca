package murmuration.workflows;

import murmuration.core.ErrorCode;
import murmuration.workflows.steps.TemporalErrors;

/** How work ended that did not break. */
public enum Ending {
    DONE("", ""),
    PAUSED(TemporalErrors.PAUSED, "asked"),
    OUT_OF_BUDGET(ErrorCode.BUDGET_SPENT.name(), "budget"),
    NO_CREDENTIALS(ErrorCode.AUTHENTICATION.name(), "credentials"),
    START_OVER(ErrorCode.DATA_ERASED.name(), ""),
    CANCELED(ErrorCode.CANCELED.name(), "");

    private final String code;
    private final String reason;

    Ending(String code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The failure's type that means this. */
    String code() {
        return code;
    }

    /** Why the run pauses, for its owner. */
    String reason() {
        return reason;
    }

    /** Whether the work is to be taken up again later. */
    boolean pauses() {
        return !reason.isEmpty();
    }
}
