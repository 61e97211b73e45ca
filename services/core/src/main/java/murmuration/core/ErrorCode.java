package murmuration.core;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stable public names of everything that can go wrong, and whether trying again can help. */
public enum ErrorCode {
    /** A provider asked for fewer requests, and carries its own delay where it gave one; or the API does, for failed sign-ins. */
    RATE_LIMITED(Retry.HELPS, 429, "Fewer requests are asked for."),
    /** A provider or a service is overloaded. */
    OVERLOADED(Retry.HELPS, 503, "The service is overloaded."),
    /** A store or a service does not answer. */
    UNAVAILABLE(Retry.HELPS, 503, "A service does not answer."),
    /** The model's answer could not be read, also after one re-ask. */
    MALFORMED_OUTPUT(Retry.USELESS, 502, "The model's answer could not be read."),
    /** The model declined to answer. */
    REFUSED(Retry.USELESS, 502, "The model declined to answer."),
    /** The model's answer was cut at its token limit. */
    TRUNCATED(Retry.USELESS, 502, "The model's answer was cut."),
    /** The prompt is longer than the model's context. */
    CONTEXT_TOO_LONG(Retry.USELESS, 502, "The prompt is longer than the model takes."),
    /** The run's budget or the provider's spend limit is used up; the run pauses. */
    BUDGET_SPENT(Retry.USELESS, 402, "The budget is spent."),
    /** A provider or service does not accept the credentials, and the run pauses; or the API does not. */
    AUTHENTICATION(Retry.USELESS, 401, "The credentials are not accepted."),
    /** Another worker has claimed this work since. */
    STALE_FENCE(Retry.USELESS, 409, "Another worker has taken this batch."),
    /** The data set lost conversations while the run worked on it; the run starts over without them. */
    DATA_ERASED(Retry.USELESS, 409, "The data that this works on were erased."),
    /** Our own bug: a precondition inside the system does not hold. */
    INVALID_INPUT(Retry.USELESS, 500, "An internal precondition does not hold."),
    /** A run's spec has faults; each is listed with its path. */
    INVALID_SPEC(Retry.USELESS, 422, "The spec has faults."),
    /** A request has faults; each is listed with its path. */
    INVALID_REQUEST(Retry.USELESS, 400, "The request has faults."),
    /** A body, page or file is over its bound. */
    TOO_LARGE(Retry.USELESS, 413, "The request is too large."),
    /** A file holds no conversations in a format that we know. */
    UNREADABLE_SOURCE(Retry.USELESS, 422, "The source cannot be read as conversations."),
    /** The privacy rules refuse what was asked. */
    PRIVACY_REFUSED(Retry.USELESS, 422, "The privacy rules refuse this."),
    /** There is no such data set, run or cluster, or it is not published. */
    NOT_FOUND(Retry.USELESS, 404, "There is no such thing."),
    /** The state of the run or data set does not allow this. */
    CONFLICT(Retry.USELESS, 409, "The present state does not allow this."),
    /** The caller may not do this. */
    FORBIDDEN(Retry.USELESS, 403, "The caller may not do this."),
    /** No space is left where data are written. */
    STORAGE_FULL(Retry.HELPS, 507, "There is no space left to write to."),
    /** The run or the work was canceled. */
    CANCELED(Retry.USELESS, 409, "The work was canceled."),
    /** Something that we did not foresee. */
    INTERNAL(Retry.HELPS, 500, "Something unforeseen went wrong.");

    private enum Retry {
        HELPS,
        USELESS
    }

    private final Retry retry;
    private final int httpStatus;
    private final String title;

    ErrorCode(Retry retry, int httpStatus, String title) {
        this.retry = retry;
        this.httpStatus = httpStatus;
        this.title = title;
    }

    /** The code of a name; empty for none, and for one that only a later version has. */
    public static Optional<ErrorCode> named(@Nullable String name) {
        return Stream.of(values()).filter(each -> each.name().equals(name)).findFirst();
    }

    /** Whether the same call may succeed later. */
    public boolean retryable() {
        return retry == Retry.HELPS;
    }

    /** The HTTP status under which the gateway answers it. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The one fixed sentence that stands for the code wherever no detail may be shown. */
    public String title() {
        return title;
    }
}
