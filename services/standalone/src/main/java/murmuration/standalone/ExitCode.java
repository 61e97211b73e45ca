package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import murmuration.core.ErrorCode;

/** The table of exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused, 130 interrupted. */
final class ExitCode {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int REFUSED = 3;
    private static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** Of a failure, whether the command is told at once or its run ends with it. */
    static int of(ErrorCode code) {
        return switch (code) {
            case INVALID_SPEC, INVALID_REQUEST, UNREADABLE_SOURCE, TOO_LARGE -> USAGE;
            case PRIVACY_REFUSED, BUDGET_SPENT, FORBIDDEN -> REFUSED;
            case CANCELED -> INTERRUPTED;
            default -> FAILED;
        };
    }

    /** Of a run that has ended, or has paused by itself. */
    static int of(JsonNode run) {
        return switch (run.path("state").asText()) {
            case "PUBLISHED" -> DONE;
            case "PAUSED" -> REFUSED;
            case "CANCELED" -> INTERRUPTED;
            default ->
                of(ErrorCode.named(run.path("error").path("code").asText()).orElse(ErrorCode.INTERNAL));
        };
    }
}
