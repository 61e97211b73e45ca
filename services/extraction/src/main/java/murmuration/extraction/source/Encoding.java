package murmuration.extraction.source;

import java.nio.charset.StandardCharsets;

/** Tells text in UTF-8 from everything else by a file's first bytes. */
final class Encoding {
    private Encoding() {}

    /** Refuses what is not text in UTF-8 and says what to do about it. */
    static void check(byte[] first, String name) {
        String start = new String(first, 0, Math.min(4, first.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("PAR1")) {
            throw Unreadable.notConversations(name, "it is a Parquet file; write its rows as JSON Lines");
        }
        if (start.startsWith("PK")) {
            throw Unreadable.notConversations(name, "it is a zip archive; unpack it");
        }
        if (isUtf16(first)) {
            throw Unreadable.because(
                    name, "it is UTF-16, not UTF-8; convert it, for instance with: iconv -f UTF-16 -t UTF-8");
        }
        for (byte b : first) {
            if (b == 0) {
                throw Unreadable.notConversations(name, "it is a binary file");
            }
        }
    }

    /** How many bytes of a byte order mark stand before the text. */
    static int bomLength(byte[] first) {
        return first.length >= 3 && first[0] == (byte) 0xEF && first[1] == (byte) 0xBB && first[2] == (byte) 0xBF
                ? 3
                : 0;
    }

    private static boolean isUtf16(byte[] first) {
        if (first.length < 2) {
            return false;
        }
        int mark = (first[0] & 0xff) << 8 | (first[1] & 0xff);
        boolean jsonStart = first[0] == '{' || first[0] == '[' || first[1] == '{' || first[1] == '[';
        return mark == 0xFEFF || mark == 0xFFFE || (jsonStart && (first[0] == 0 || first[1] == 0));
    }
}
