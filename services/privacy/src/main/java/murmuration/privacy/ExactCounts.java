package murmuration.privacy;

import java.util.OptionalLong;

/** Counts as they are. */
record ExactCounts() implements Counts {
    @Override
    public long conversations(Of of, Counted counted) {
        return counted.group().conversations();
    }

    @Override
    public OptionalLong accounts(Counted counted) {
        return OptionalLong.of(counted.group().accounts());
    }

    @Override
    public boolean areExact() {
        return true;
    }
}
