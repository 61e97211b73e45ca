package murmuration.models;

/** A provider's key as it was found, without the blanks around it. */
public final class KeyText {
    /** What is wrong with one that cannot be sent, and what to do. */
    public static final String NOT_SENDABLE =
            "a character that no key has, a line break or a byte order mark for instance: write the key anew";

    private KeyText() {}

    /** Whether a header can carry it: editors put marks before it that nobody sees. */
    public static boolean isSendable(String key) {
        return key.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }
}
