package murmuration.models;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import murmuration.core.Purpose;
import murmuration.runtime.Assignment;

/**
 * What the batches of one run are made with. Not thread-safe.
 *
 * @param model of which only the questions are wanted
 * @param reservations what a call may cost in a batch
 * @param folder for calls on their way to the provider
 */
record Desk(
        Assignment run,
        PromptedModel model,
        BatchApi api,
        Envelope envelope,
        ReplyStore replies,
        BatchRows rows,
        Function<Call, Reservation> reservations,
        Path folder,
        Acquaintance acquaintance) {
    /** Round, position and the beginning of a digest of the call, so that no answer gets to a call that reads otherwise by now. */
    static String id(BatchRound round, int position, Call call) {
        return String.format(
                Locale.ROOT,
                "%d-%d-%s",
                round.purpose() == Purpose.SCREEN ? 0 : 1,
                position,
                call.identity().substring(0, 16));
    }
}
