package murmuration.standalone;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import murmuration.privacy.Inferred;
import murmuration.standalone.Readable.Size;

/**
 * A node's row of a breakdown, as a reader has it.
 *
 * @param shown cells by answer
 * @param other all other cells together; none where all are shown or none is
 * @param whole the node; none of the whole run, of which no accounts are told
 */
record ReadableRow(Map<String, Size> shown, Optional<Size> other, Optional<Size> whole) {
    private static final double EPSILON = 1e-6;

    ReadableRow {
        shown = Map.copyOf(shown);
    }

    /** Whether conversations with this answer are in no cell that is shown. */
    boolean folds(String answer) {
        return !shown.containsKey(answer);
    }

    /**
     * How many accounts a cell may have that is not shown, by all bands of the row. Accounts do not add up: cells have
     * together at most the sum of theirs, and at least the most that one of them has.
     *
     * @param cell how many conversations
     * @param others how many conversations the other cells that are not shown have at most
     */
    Inferred.Range accounts(Inferred.Range cell, double others) {
        double folded = Math.max(
                other.map(size -> size.accounts().low()).orElse(0.0),
                whole.map(size -> size.accounts().low() - mostShown()).orElse(0.0));
        double least = Math.max(cell.low() > EPSILON ? 1 : 0, folded - others);
        double most = Stream.of(other, whole)
                .flatMap(Optional::stream)
                .mapToDouble(size -> size.accounts().high())
                .reduce(cell.high(), Math::min);
        return new Inferred.Range(least, most);
    }

    private double mostShown() {
        return shown.values().stream()
                .mapToDouble(
                        size -> Math.min(size.accounts().high(), size.exactly().high()))
                .sum();
    }
}
