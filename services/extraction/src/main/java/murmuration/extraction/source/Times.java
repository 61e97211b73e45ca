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

    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private Times() {}

    /** Whether a source says by this that it knows no time: nothing, or the zero of its clock. */
    static boolean isNone(String text) {
        return text.isBlank()
                || text.equals("0")
                || text.equals("0.0")
                || text.startsWith("0001-01-01")
                || text.startsWith("1970-01-01");
    }

    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(read(text.strip())).filter(at -> !at.isBefore(EARLIEST) && at.isBefore(LATEST));
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
