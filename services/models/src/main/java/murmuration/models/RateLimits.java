package murmuration.models;

import java.net.http.HttpHeaders;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a provider's headers say of its limits; null where they say nothing. */
record RateLimits(
        @Nullable Long requestsPerMinute,
        @Nullable Long requestsLeft,
        @Nullable Long tokensPerMinute,
        @Nullable Long tokensLeft) {
    static final RateLimits UNKNOWN = new RateLimits(null, null, null, null);

    /** OpenAI's headers, or Anthropic's. */
    static RateLimits of(HttpHeaders headers) {
        return new RateLimits(
                first(headers, "x-ratelimit-limit-requests", "anthropic-ratelimit-requests-limit"),
                first(headers, "x-ratelimit-remaining-requests", "anthropic-ratelimit-requests-remaining"),
                first(headers, "x-ratelimit-limit-tokens", "anthropic-ratelimit-tokens-limit"),
                first(headers, "x-ratelimit-remaining-tokens", "anthropic-ratelimit-tokens-remaining"));
    }

    /** The stricter limit of each kind; what is left stays with the provider. */
    RateLimits within(RateLimits operator) {
        return new RateLimits(
                least(requestsPerMinute, operator.requestsPerMinute()),
                requestsLeft,
                least(tokensPerMinute, operator.tokensPerMinute()),
                tokensLeft);
    }

    private static @Nullable Long least(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : Long.valueOf(Math.min(a, b));
    }

    private static @Nullable Long first(HttpHeaders headers, String... names) {
        return Stream.of(names)
                .flatMap(name -> headers.firstValue(name).stream())
                .map(RateLimits::number)
                .filter(number -> number != null && number >= 0)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Long number(String text) {
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
