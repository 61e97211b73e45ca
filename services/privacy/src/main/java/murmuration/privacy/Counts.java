package murmuration.privacy;

import java.util.OptionalLong;

/** How many conversations and accounts a number says there are, before it is rounded. */
interface Counts {
    /** What a number is of. */
    enum Of {
        /** A cluster, or the whole run. */
        SIZE,
        /** A cell of a breakdown. */
        CELL,
        /** A part of the coverage. */
        PART
    }

    /** Conversations; with noise it may be below zero. */
    long conversations(Of of, Counted counted);

    /** Their accounts; nothing where they are not told. */
    OptionalLong accounts(Counted counted);

    /** Whether there is no noise in them. */
    boolean areExact();

    /** Whether they tell what was not drawn, too. */
    default boolean tellUndrawn() {
        return true;
    }
}
