package murmuration.models;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a provider's headers say of its limits: OpenAI's {@code x-ratelimit-…}, or Anthropic's {@code anthropic-ratelimit-…}. */
record RateLimits(Map<Rate, Told> told) {
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    static final RateLimits UNKNOWN = new RateLimits(Map.of());

    RateLimits {
        told = Map.copyOf(told);
    }

    /**
     * Of one rate; null where nothing is said.
     *
     * @param left until it fills again
     * @param full how long until all of it is there again
     */
    record Told(
            @Nullable Long perMinute,
            @Nullable Long left,
            @Nullable Duration full) {
        private boolean saysAnything() {
            return perMinute != null || left != null;
        }
    }

    static RateLimits of(HttpHeaders headers, Instant now) {
        if (headers.map().keySet().stream().noneMatch(RateLimits::isOfRate)) {
            return UNKNOWN;
        }
        Map<Rate, Told> told = new EnumMap<>(Rate.class);
        for (Rate rate : Rate.values()) {
            String name = rate.name().toLowerCase(Locale.ROOT).replace('_', '-');
            Told said = new Told(
                    // a limit of nothing at all is no rate: a provider that takes nothing answers so
                    first(headers, names(name, "limit"))
                            .filter(limit -> limit > 0)
                            .orElse(null),
                    first(headers, names(name, "remaining")).orElse(null),
                    Stream.of(names(name, "reset"))
                            .flatMap(header -> headers.firstValue(header).stream())
                            .flatMap(text -> wait(text.strip(), now).stream())
                            .findFirst()
                            .orElse(null));
            if (said.saysAnything()) {
                told.put(rate, said);
            }
        }
        return new RateLimits(told);
    }

    /** How long nothing can be asked: where nothing is left, until it is there again; bounded, since it is not us who says it. */
    Duration rest() {
        return told.values().stream()
                .filter(said -> said.left() != null && said.left() == 0 && said.full() != null)
                .map(Told::full)
                .map(full -> full.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : full)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static boolean isOfRate(String header) {
        return header.toLowerCase(Locale.ROOT).contains("-ratelimit-");
    }

    private static String[] names(String rate, String what) {
        return new String[] {"x-ratelimit-" + what + "-" + rate, "anthropic-ratelimit-" + rate + "-" + what};
    }

    private static Optional<Long> first(HttpHeaders headers, String... names) {
        return Stream.of(names)
                .flatMap(name -> headers.firstValue(name).stream())
                .flatMap(text -> number(text.strip()).stream())
                .filter(number -> number >= 0)
                .findFirst();
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A time in RFC 3339, or a length like {@code 6m0s}, {@code 1.5s} or {@code 20ms}. */
    private static Optional<Duration> wait(String text, Instant now) {
        try {
            Duration wait = text.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                    : text.endsWith("s") ? Duration.parse("PT" + text) : Duration.between(now, Instant.parse(text));
            return wait.isNegative() ? Optional.empty() : Optional.of(wait);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
