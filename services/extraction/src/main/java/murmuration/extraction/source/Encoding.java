package murmuration.extraction.source;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

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
        utf16(first).ifPresent(encoding -> {
            throw Unreadable.encoded(name, "UTF-16, not UTF-8", encoding);
        });
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

    /** Which UTF-16 it is, as iconv calls it: by its mark, or by the zero beside the first character of a JSON text. */
    private static Optional<String> utf16(byte[] first) {
        if (first.length < 2) {
            return Optional.empty();
        }
        int mark = (first[0] & 0xff) << 8 | (first[1] & 0xff);
        if (mark == 0xFEFF || mark == 0xFFFE) {
            return Optional.of("UTF-16");
        }
        if (first[1] == 0 && opensJson(first[0])) {
            return Optional.of("UTF-16LE");
        }
        return first[0] == 0 && opensJson(first[1]) ? Optional.of("UTF-16BE") : Optional.empty();
    }

    private static boolean opensJson(byte b) {
        return b == '{' || b == '[';
    }
}
