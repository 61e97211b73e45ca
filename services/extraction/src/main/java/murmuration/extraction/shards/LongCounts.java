package murmuration.extraction.shards;

/**
 * Counts how often each number was seen, in about 16 bytes a number. Made for pseudonyms, whose first 64 bits are
 * uniform: they are their own hash, and of 10 million two coincide with a probability of 3 in a million.
 */
public final class LongCounts {
    private long[] keys = new long[1 << 12];
    private int[] counts = new int[1 << 12];
    private int size;

    /** How often the number was seen, this time included. */
    public int increment(long key) {
        int slot = slot(key);
        if (counts[slot] == 0) {
            if (size >= keys.length / 4 * 3) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
            size++;
        }
        return ++counts[slot];
    }

    /** How often it was seen. */
    public int count(long key) {
        return counts[slot(key)];
    }

    /** How many different numbers were seen. */
    public int size() {
        return size;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key ^ (key >>> 32)) & mask;
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[Math.multiplyExact(oldKeys.length, 2)];
        counts = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                counts[slot] = oldCounts[i];
            }
        }
    }
}
