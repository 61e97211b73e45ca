package murmuration.core;

import static murmuration.core.MurmurationException.require;

import java.util.regex.Pattern;

/**
 * What may be a key of an {@link ObjectStore}: names of letters, digits and {@code ._=+-} that begin with none of the signs,
 * between slashes. So none is absolute, leads upward or is hidden, and their order is the same everywhere.
 */
public final class ObjectKeys {
    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._=+-]*(/[A-Za-z0-9_][A-Za-z0-9._=+-]*)*");
    private static final Pattern PREFIX = Pattern.compile("|" + KEY.pattern() + "/?");

    private ObjectKeys() {}

    /** Refuses what is no key, without repeating it. */
    public static void requireKey(String key) {
        require(KEY.matcher(key).matches(), "not a key: %d characters", key.length());
    }

    /** Refuses what is neither empty nor the beginning of a key. */
    public static void requirePrefix(String prefix) {
        require(PREFIX.matcher(prefix).matches(), "not the prefix of a key: %d characters", prefix.length());
    }

    /** Refuses what would mean all keys, too. */
    public static void requireSomePrefix(String prefix) {
        require(!prefix.isEmpty(), "a prefix must be given, lest everything is deleted");
        requirePrefix(prefix);
    }
}
