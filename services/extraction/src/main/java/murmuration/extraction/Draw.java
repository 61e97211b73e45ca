package murmuration.extraction;

import java.time.Instant;
import java.util.Arrays;
import murmuration.core.AccountId;
import murmuration.core.Digest;
import murmuration.core.EndState;
import murmuration.core.RunSpec;
import murmuration.core.RunSpec.Sampling;
import murmuration.extraction.shards.Header;
import murmuration.extraction.shards.LongCounts;
import org.jspecify.annotations.Nullable;

/**
 * Draws the conversations of a run (method.md, 1). Each has a rank that derives from the seed and its id; taken are the
 * lowest ranks, an account's no more often than the cap, until there are enough.
 *
 * <p>By completions, each answer of the assistant has a rank and a conversation the lowest of its answers', so that long
 * ones are drawn more often; one without an answer is not drawn. Deviation: the conversation is taken whole, not up to the
 * answer that was drawn. Memory: about 30 bytes a conversation. Not thread-safe.
 */
final class Draw {
    /** Bits of the rank that are kept; the rest of the number holds which conversation it is, and breaks ties. */
    private static final int RANK_SHIFT = 33;

    private final RunSpec spec;
    private final Sampling sampling;
    private final long seed;
    private final byte[] states;
    private final long[] ranks;
    private final long[] accounts;
    private int seen;
    private int candidates;

    /** A draw among so many conversations. */
    Draw(RunSpec spec, int conversations) {
        this.spec = spec;
        sampling = spec.sampling();
        seed = Digest.seed(spec.seed(), "sampling");
        states = new byte[conversations];
        ranks = new long[conversations];
        accounts = new long[conversations];
    }

    /** What was drawn. @param states by the data set's order: 0 = drawn, else the number of an end state */
    record Drawn(byte[] states, int sampled, int accounts) {}

    /** Adds the next conversation, in the data set's order. */
    void add(Header header) {
        int index = seen++;
        AccountId account = header.account();
        boolean known = account != null || spec.accounts() == RunSpec.Accounts.ONE_PER_CONVERSATION;
        if (!known || !isInWindow(header.startedAt())) {
            states[index] = (byte) EndState.EXCLUDED.number();
        } else if (sampling.strategy() == RunSpec.Strategy.COMPLETIONS && header.completions() == 0) {
            // by what it holds, and not by chance: all of these may be one account's
            states[index] = (byte) EndState.EXCLUDED.number();
        } else {
            accounts[index] = header.accountOrSelf().value().getMostSignificantBits();
            ranks[candidates++] = (rank(header) >>> RANK_SHIFT << 32) | index;
        }
    }

    /** Adds one that was erased: it holds a place, is drawn by nobody, and is counted with nothing else. */
    void addErased() {
        states[seen++] = (byte) EndState.ERASED.number();
    }

    /** Draws, once all are added. */
    Drawn draw() {
        Arrays.parallelSort(ranks, 0, candidates);
        LongCounts taken = new LongCounts();
        int max = sampling.max() == null ? Integer.MAX_VALUE : sampling.max();
        int cap = sampling.perAccount() == null ? Integer.MAX_VALUE : sampling.perAccount();
        int sampled = 0;
        for (int i = 0; i < candidates; i++) {
            int index = (int) ranks[i];
            if (taken.count(accounts[index]) >= cap) {
                states[index] = (byte) EndState.CAPPED.number();
            } else if (sampled == max) {
                states[index] = (byte) EndState.NOT_SAMPLED.number();
            } else {
                taken.increment(accounts[index]);
                sampled++;
            }
        }
        return new Drawn(states, sampled, taken.size());
    }

    private boolean isInWindow(@Nullable Instant at) {
        Instant from = sampling.from();
        Instant to = sampling.to();
        if (from == null && to == null) {
            return true;
        }
        return at != null && (from == null || !at.isBefore(from)) && (to == null || at.isBefore(to));
    }

    private long rank(Header header) {
        if (sampling.strategy() == RunSpec.Strategy.CONVERSATIONS) {
            return rank(header, 0);
        }
        long lowest = rank(header, 0);
        for (int i = 1; i < header.completions(); i++) {
            long rank = rank(header, i);
            lowest = Long.compareUnsigned(rank, lowest) < 0 ? rank : lowest;
        }
        return lowest;
    }

    private long rank(Header header, int completion) {
        return new Digest()
                .add(seed)
                .add(header.id().value().getMostSignificantBits())
                .add(header.id().value().getLeastSignificantBits())
                .add(completion)
                .number();
    }
}
