package murmuration.models;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A provider's interface for many calls at half the price, answered within a day. Thread-safe. */
interface BatchApi {
    /** What came of one call. @param body of its answer; null: it was not answered */
    record Result(String id, @Nullable String body) {}

    /** How far a batch is. */
    enum Standing {
        UNDER_WAY,
        /** Nothing more will come of it. */
        ENDED,
        /** Not taken, since too much of the same account waits already. */
        TURNED_AWAY
    }

    /** Bytes of all calls of a batch at most. */
    long mostBytes();

    /** Calls of a batch at most. */
    int mostCalls();

    /** What stands between two calls. */
    String separator();

    /** A call as it stands in a batch. @param id at most 64 letters, digits and hyphens @param body JSON on one line */
    String line(String id, String body);

    /** Hands in a batch; the provider's id of it. @param mark by which {@link #find} finds it */
    String submit(String mark, CallFile calls);

    /** The batch that was handed in with this mark, where the provider keeps marks. */
    Optional<String> find(String mark);

    /** Deletes what came there with this mark and became no batch, as far as it can be found. Nobody else may be handing it in. */
    void discard(String mark);

    /** Whether marks are kept: where they are, what is not found was not handed in. */
    boolean keepsMarks();

    /** How far it is. */
    Standing standing(String id);

    /** Gives what came of each call, in any order; none where the batch failed as a whole. */
    void results(String id, Consumer<Result> to);

    /** Asks the provider to stop. */
    void cancel(String id);

    /** Deletes what the provider keeps of it. */
    void forget(String id);
}
