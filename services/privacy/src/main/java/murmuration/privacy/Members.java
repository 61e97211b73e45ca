package murmuration.privacy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import murmuration.core.EndState;

/**
 * The conversations that a run drew, numbered in the order of shard and position: how each ended, in which base cluster, and
 * which are of the same account. Immutable.
 */
final class Members {
    private final int size;
    private final long[] places;
    private final int[] accounts;
    private final byte[] states;
    private final int[] bases;
    private final BitSet original;
    private final long[] keys;
    private final int people;

    private Members(Builder from) {
        size = from.size;
        places = Arrays.copyOf(from.places, size);
        accounts = Arrays.copyOf(from.accounts, size);
        states = Arrays.copyOf(from.states, size);
        bases = Arrays.copyOf(from.bases, size);
        original = (BitSet) from.original.clone();
        keys = Arrays.copyOf(from.keys, 2 * size);
        people = from.numbers.size();
    }

    /**
     * A conversation.
     *
     * @param base its base cluster; -1 for none
     * @param original whether it was assigned there, not given there later
     */
    record Drawn(
            int shard, int position, UUID conversation, UUID account, EndState state, int base, boolean original) {}

    /** Takes conversations in the order of shard and position. */
    static final class Builder {
        private final UnaryOperator<UUID> keyOf;
        private final Map<UUID, Integer> numbers = new HashMap<>();
        private final BitSet original = new BitSet();
        private long[] places = new long[1024];
        private int[] accounts = new int[1024];
        private byte[] states = new byte[1024];
        private int[] bases = new int[1024];
        private long[] keys = new long[2048];
        private int size;

        /** @param keyOf a conversation's key, pseudo-random */
        Builder(UnaryOperator<UUID> keyOf) {
            this.keyOf = keyOf;
        }

        void add(Drawn drawn) {
            if (size == places.length) {
                places = Arrays.copyOf(places, size * 2);
                accounts = Arrays.copyOf(accounts, size * 2);
                states = Arrays.copyOf(states, size * 2);
                bases = Arrays.copyOf(bases, size * 2);
                keys = Arrays.copyOf(keys, size * 4);
            }
            SetKey key = SetKey.of(keyOf.apply(drawn.conversation()));
            places[size] = place(drawn.shard(), drawn.position());
            // the number of an account means nothing and never leaves
            accounts[size] = numbers.computeIfAbsent(drawn.account(), unknown -> numbers.size());
            states[size] = (byte) drawn.state().number();
            bases[size] = drawn.base();
            original.set(size, drawn.original());
            keys[2 * size] = key.high();
            keys[2 * size + 1] = key.low();
            size++;
        }

        Members build() {
            return new Members(this);
        }
    }

    private static long place(int shard, int position) {
        return ((long) shard << Integer.SIZE) | position;
    }

    int size() {
        return size;
    }

    /** How many accounts there are; theirs are the numbers below. */
    int accounts() {
        return people;
    }

    /** The number of the conversation at this place; negative where none was drawn. */
    int at(int shard, int position) {
        return Arrays.binarySearch(places, place(shard, position));
    }

    int account(int member) {
        return accounts[member];
    }

    EndState state(int member) {
        return EndState.of(states[member]);
    }

    /** Its base cluster, or -1. */
    int base(int member) {
        return bases[member];
    }

    boolean isOriginal(int member) {
        return original.get(member);
    }

    SetKey key(int member) {
        return new SetKey(keys[2 * member], keys[2 * member + 1]);
    }

    /** How they ended. */
    Map<EndState, Group> ended() {
        Map<EndState, BitSet> which = new TreeMap<>();
        for (int member = 0; member < size; member++) {
            which.computeIfAbsent(state(member), unknown -> new BitSet()).set(member);
        }
        Map<EndState, Group> groups = new TreeMap<>();
        which.forEach((state, some) -> groups.put(state, of(some).group()));
        return groups;
    }

    /** All of them. */
    Counted all() {
        BitSet all = new BitSet();
        all.set(0, size);
        return of(all);
    }

    /**
     * At most so many of each account's, those of the given ones first, then in the order of their keys. Which of an account's
     * they are depends on that account alone.
     */
    BitSet counting(int perAccount, BitSet first) {
        Comparator<Integer> order = Comparator.comparing((Integer member) -> !first.get(member))
                .thenComparingLong(member -> key(member).high())
                .thenComparing(Comparator.naturalOrder());
        int[] taken = new int[people];
        BitSet counting = new BitSet();
        IntStream.range(0, size).boxed().sorted(order).forEach(member -> {
            if (taken[accounts[member]] < perAccount) {
                taken[accounts[member]]++;
                counting.set(member);
            }
        });
        return counting;
    }

    /** These conversations, as what a number counts. */
    Counted of(BitSet which) {
        return new Some(this, (BitSet) which.clone());
    }

    private record Some(Members members, BitSet which) implements Counted {
        @Override
        public Group group() {
            return new Group(which.cardinality(), accountsOf(which));
        }

        @Override
        public SetKey set() {
            SetKey sum = SetKey.EMPTY;
            for (int member = which.nextSetBit(0); member >= 0; member = which.nextSetBit(member + 1)) {
                sum = sum.and(members.key(member));
            }
            return sum;
        }

        @Override
        public boolean isNear(BitSet known, int accounts) {
            BitSet unknown = (BitSet) which.clone();
            unknown.andNot(known);
            return which.intersects(known) && accountsOf(unknown) < accounts;
        }

        @Override
        public long among(BitSet these) {
            BitSet both = (BitSet) which.clone();
            both.and(these);
            return both.cardinality();
        }

        private long accountsOf(BitSet some) {
            BitSet seen = new BitSet();
            some.stream().forEach(member -> seen.set(members.account(member)));
            return seen.cardinality();
        }
    }
}
