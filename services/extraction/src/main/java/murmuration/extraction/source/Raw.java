package murmuration.extraction.source;

import org.jspecify.annotations.Nullable;

/**
 * One record as it stands in a file.
 *
 * @param number its line, or its place in the array, from 1
 * @param bytes the record; shared, not copied
 * @param fault why there are no bytes, or null
 */
public record Raw(long number, byte[] bytes, @Nullable Rule fault) {
    static Raw of(long number, byte[] bytes) {
        return new Raw(number, bytes, null);
    }

    static Raw faulty(long number, Rule fault) {
        return new Raw(number, new byte[0], fault);
    }
}
