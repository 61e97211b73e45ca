package murmuration.privacy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import murmuration.core.EndState;
import murmuration.core.RunSpec;

/**
 * What of a made-up run's data set is in no cluster: what was not drawn, and what was drawn and ended otherwise. Of
 * each end there are none, a few, many of a few accounts, or many of many; in a third of the runs none has many of
 * many.
 *
 * @param frame why each of those that were not drawn was not
 * @param ended each of those that ended otherwise
 * @param room how many more the spec's {@code max} would have let in; empty where it has none
 */
public record RandomEnds(List<EndState> frame, List<Ended> ended, OptionalInt room) {
    private static final int FEW = 4;
    private static final int EVERYBODY = 200;
    private static final Instant FROM = Instant.parse("2025-11-01T00:00:00Z");

    public RandomEnds {
        frame = List.copyOf(frame);
        ended = List.copyOf(ended);
    }

    /** A conversation that was drawn and is in no cluster. */
    public record Ended(EndState state, int account) {}

    /** Draws of their own: a run with other ends has the same clusters. */
    static RandomEnds of(long seed, int screenedOut) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean quiet = random.nextInt(3) == 0;
        List<Ended> ended = new ArrayList<>();
        for (EndState state : EndState.values()) {
            if (state == EndState.OK || state == EndState.ERASED || Coverage.NOT_DRAWN.contains(state)) {
                continue;
            }
            int conversations = state == EndState.SCREENED_OUT ? screenedOut : some(random);
            boolean few = quiet || random.nextBoolean();
            // of accounts that have no others, or of any
            int first = few ? EVERYBODY + state.number() * FEW : 0;
            int accounts = few ? 1 + random.nextInt(FEW) : EVERYBODY;
            for (int i = 0; i < conversations; i++) {
                ended.add(new Ended(state, first + random.nextInt(accounts)));
            }
        }
        List<EndState> frame = frame(random);
        if (random.nextBoolean()) {
            return new RandomEnds(frame, ended, room(random, frame));
        }
        // by completions, those without an answer are excluded whether or not there is a maximum
        frame.replaceAll(state -> state == EndState.NOT_SAMPLED ? EndState.EXCLUDED : state);
        return new RandomEnds(frame, ended, OptionalInt.empty());
    }

    private static List<EndState> frame(SplittableRandom random) {
        int unsampled = switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> 1 + random.nextInt(FEW);
            default -> FEW + 1 + random.nextInt(1_500);
        };
        List<EndState> frame = new ArrayList<>(Collections.nCopies(unsampled, EndState.NOT_SAMPLED));
        frame.addAll(Collections.nCopies(random.nextInt(2) * random.nextInt(12), EndState.CAPPED));
        frame.addAll(Collections.nCopies(random.nextInt(2) * random.nextInt(60), EndState.EXCLUDED));
        frame.addAll(Collections.nCopies(random.nextInt(2) * random.nextInt(7), EndState.ERASED));
        return frame;
    }

    /** Only what ended the draw leaves some unsampled. */
    private static OptionalInt room(SplittableRandom random, List<EndState> frame) {
        return OptionalInt.of(frame.contains(EndState.NOT_SAMPLED) ? 0 : random.nextInt(50));
    }

    /** None, a few, or some. */
    private static int some(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0, 1 -> 0;
            case 2 -> 1 + random.nextInt(FEW);
            default -> FEW + 1 + random.nextInt(15);
        };
    }

    /** Conversations by how they ended, where any did. */
    public SortedMap<EndState, Long> counts() {
        return ended.stream().collect(Collectors.groupingBy(Ended::state, TreeMap::new, Collectors.counting()));
    }

    /** How many were not drawn for this reason. */
    public int undrawn(EndState state) {
        return Collections.frequency(frame, state);
    }

    /** What may leave out that much. @param drawn how many were drawn */
    RunSpec.Sampling sampling(int drawn) {
        return new RunSpec.Sampling(
                room.isPresent() ? RunSpec.Strategy.CONVERSATIONS : RunSpec.Strategy.COMPLETIONS,
                room.isPresent() ? Integer.valueOf(drawn + room.getAsInt()) : null,
                RunSpec.PER_ACCOUNT,
                FROM,
                null);
    }
}
