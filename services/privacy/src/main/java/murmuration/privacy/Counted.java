package murmuration.privacy;

import java.util.BitSet;

/** The conversations that one number counts. */
interface Counted {
    /** How many they are, and of how many accounts, exactly. */
    Group group();

    /** Which they are. */
    SetKey set();

    /**
     * Whether some of them are known already, and what is not comes from fewer accounts than this: then what is known and
     * this number may differ by so few people.
     *
     * @param known indexes of {@link Members}
     */
    boolean isNear(BitSet known, int accounts);

    /** How many of these it counts. */
    long among(BitSet these);
}
