package murmuration.privacy;

import java.util.UUID;

/**
 * Which conversations a number counts, whatever the number is called and whichever run it is of: the sum of one key for
 * each conversation, in two halves modulo 2⁶⁴. Equal sets have equal keys; that two others do is as likely as a guess of 128
 * bits, since the keys come from the deployment's. After Fraser and Wooton, 2005, A proposed method for confidentialising
 * tabular output to protect against differencing.
 */
record SetKey(long high, long low) {
    static final SetKey EMPTY = new SetKey(0, 0);

    /** The key of one conversation. */
    static SetKey of(UUID key) {
        return new SetKey(key.getMostSignificantBits(), key.getLeastSignificantBits());
    }

    /** The key of both together, where they have nothing in common. */
    SetKey and(SetKey other) {
        return new SetKey(high + other.high, low + other.low);
    }

    @Override
    public String toString() {
        return new UUID(high, low).toString();
    }
}
