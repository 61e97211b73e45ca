package murmuration.workflows.runs;

import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** Bounds of what may be asked at once. */
final class Limits {
    private static final int PAGE = 200;

    private Limits() {}

    /** How many items a page may have: 1 to 200, and 50 where none is said. */
    static int page(int asked) {
        if (asked < 0 || asked > PAGE) {
            throw new MurmurationException(ErrorCode.INVALID_REQUEST, "limit is 1 to " + PAGE + ", not " + asked);
        }
        return asked == 0 ? 50 : asked;
    }
}
