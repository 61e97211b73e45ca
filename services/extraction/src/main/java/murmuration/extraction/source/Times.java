package murmuration.extraction.source;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as sources write them: RFC 3339, the same without a zone (then UTC) or without a time, seconds or milliseconds since 1970. */
final class Times {
    private static final Pattern NUMBER = Pattern.compile("\\d{9,13}(\\.\\d{1,9})?");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern ZONE = Pattern.compile(".*(Z|[+-]\\d{2}:?\\d{2}|[+-]\\d{2})");
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("[XXX][XX][X]");

    private Times() {}

    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(read(text.strip()));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Instant read(String text) {
        if (NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            // after the year 5138 in seconds, or in 1973 in milliseconds
            return Instant.ofEpochMilli(Math.round(number >= 1e11 ? number : number * 1000));
        }
        if (DAY.matcher(text).matches()) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
        iso = iso.replace(" ", "").replace("UTC", "Z");
        if (!ZONE.matcher(iso.substring(Math.min(10, iso.length()))).matches()) {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        }
        int zone = Math.max(iso.indexOf('Z'), Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-')));
        return OffsetDateTime.of(
                        LocalDateTime.parse(iso.substring(0, zone)), ZoneOffset.from(OFFSET.parse(iso.substring(zone))))
                .toInstant();
    }
}
