package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import murmuration.core.Purpose;
import murmuration.core.RunKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Instant NOW = Instant.parse("2025-11-24T12:00:00Z");
    private static final RateLimits LIMITS = limits(Rate.REQUESTS, 60L, null, Rate.TOKENS, 6_000L, null);

    @Test
    void withoutALimitNothingWaits() {
        Lane lane = open();
        for (int call = 0; call < 1_000; call++) {
            assertThat(lane.until(thought(1_000_000, 0))).isZero();
            lane = lane.minus(thought(1_000_000, 0));
        }
    }

    @Test
    void aMinutesWorthMayBeAskedAtOnceAndThenOneAfterTheOther() {
        Lane lane = open().told(LIMITS);
        for (int call = 0; call < 60; call++) {
            assertThat(lane.until(thought(6, 4))).isZero();
            lane = lane.minus(thought(6, 4));
        }
        assertThat(lane.until(thought(6, 4))).isEqualTo(Duration.ofSeconds(1));
        assertThat(lane.at(NOW.plusSeconds(1)).until(thought(6, 4))).isZero();
    }

    @Test
    void tokensThatWereNotNeededAreGivenBack() {
        Reservation thought = thought(5_000, 1_000);
        Lane lane = open().told(LIMITS).minus(thought(5_000, 1_000));
        assertThat(lane.until(thought(100, 0))).isEqualTo(Duration.ofSeconds(1));
        assertThat(lane.used(thought, Used.plain(100, 100)).until(thought(100, 0)))
                .isZero();
        assertThat(lane.used(thought, Used.plain(100, 100)).bucket(Rate.REQUESTS))
                .isEqualTo(lane.bucket(Rate.REQUESTS));
    }

    @Test
    void aCallOfMoreThanAMinutesWorthWaitsForAFullMinuteAndNoLonger() {
        Lane lane = open().told(LIMITS).minus(thought(3_000, 0));
        assertThat(lane.until(thought(50_000, 0))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatTheProviderAsksForHoldsForAll() {
        Lane lane = open().closed(Duration.ofSeconds(20)).closed(Duration.ofSeconds(5));
        assertThat(lane.until(thought(1, 0))).isEqualTo(Duration.ofSeconds(20));
        assertThat(lane.at(NOW.plusSeconds(20)).until(thought(1, 0))).isZero();
    }

    @Test
    void noMoreIsAskedThanTheProviderSaysIsLeft() {
        Lane lane = open().told(limits(Rate.REQUESTS, 60L, 0L, Rate.TOKENS, 6_000L, 5_000L));
        assertThat(lane.until(thought(1, 0))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theStricterOfTheOperatorsAndTheProvidersLimitsHoldsInWhateverOrderTheyAreTold() {
        Lane lane = Lane.open(NOW, Map.of(Rate.REQUESTS, 20L));
        assertThat(lane.bucket(Rate.REQUESTS).level()).isEqualTo(20);
        Lane lax = lane.told(limits(Rate.REQUESTS, 500L, null, Rate.TOKENS, 100L, null));
        assertThat(lax.bucket(Rate.REQUESTS).perMinute()).isEqualTo(20);
        assertThat(lax.bucket(Rate.TOKENS).perMinute()).isEqualTo(100);
        Lane strict = lax.told(limits(Rate.REQUESTS, 5L, null, Rate.TOKENS, null, null));
        assertThat(strict.bucket(Rate.REQUESTS)).isEqualTo(new Bucket(5L, 20L, 5));
        assertThat(strict.bucket(Rate.TOKENS).perMinute()).isEqualTo(100);
        assertThat(strict.at(NOW.plusSeconds(60)).bucket(Rate.REQUESTS).level()).isEqualTo(5);
    }

    @Test
    void anotherLimitLeavesWhatIsThereAndCutsWhatIsOverIt() {
        Lane lane = open().told(limits(Rate.REQUESTS, 60L, 30L, Rate.TOKENS, null, null));
        assertThat(level(lane.told(limits(Rate.REQUESTS, 600L, null, Rate.TOKENS, null, null))))
                .isEqualTo(30);
        assertThat(level(lane.told(limits(Rate.REQUESTS, 10L, null, Rate.TOKENS, null, null))))
                .isEqualTo(10);
    }

    private static double level(Lane lane) {
        return lane.bucket(Rate.REQUESTS).level();
    }

    @Test
    void promptsAndAnswersHaveRatesOfTheirOwnWhereTheProviderTellsThem() {
        Lane lane = open().told(limits(Rate.INPUT_TOKENS, 60_000L, null, Rate.OUTPUT_TOKENS, 6_000L, null));
        assertThat(lane.until(thought(50_000, 6_000))).isZero();
        assertThat(lane.minus(thought(1_000, 6_000)).until(thought(1, 100))).isEqualTo(Duration.ofSeconds(1));
        assertThat(lane.minus(thought(60_000, 1)).until(thought(1_000, 1))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whereNothingIsLeftTheLaneIsClosedUntilTheTimeThatTheProviderTells() {
        assertThat(open().told(RateLimits.of(
                                headers(Map.of(
                                        "anthropic-ratelimit-input-tokens-limit", "50000",
                                        "anthropic-ratelimit-input-tokens-remaining", "0",
                                        "anthropic-ratelimit-input-tokens-reset", "2025-11-24T12:00:40Z")),
                                NOW))
                        .until(thought(1, 0)))
                .isEqualTo(Duration.ofSeconds(40));
        assertThat(reset("0", "20ms")).isEqualTo(Duration.ofSeconds(6));
        assertThat(reset("0", "6m0s")).isEqualTo(Duration.ofMinutes(6));
        assertThat(reset("0", "1m30.5s")).isEqualTo(Duration.ofMillis(90_500));
        assertThat(reset("0", "23h59m")).isEqualTo(Duration.ofSeconds(6));
        assertThat(reset("0", "23h59m0s")).isEqualTo(Duration.ofMinutes(10));
        assertThat(reset("9", "6m0s")).isZero();
    }

    /** How long one call waits after a provider of ten requests a minute has said so much. */
    private static Duration reset(String left, String full) {
        return open().told(RateLimits.of(
                        headers(Map.of(
                                "x-ratelimit-limit-requests", "10",
                                "x-ratelimit-remaining-requests", left,
                                "x-ratelimit-reset-requests", full)),
                        NOW))
                .until(thought(1, 0));
    }

    @Test
    void theHeadersOfBothProvidersAreRead() {
        assertThat(RateLimits.of(
                        headers(Map.of(
                                "x-ratelimit-limit-requests", "500",
                                "x-ratelimit-remaining-requests", "499",
                                "x-ratelimit-limit-tokens", "30000",
                                "x-ratelimit-remaining-tokens", "29000")),
                        NOW))
                .isEqualTo(limits(Rate.REQUESTS, 500L, 499L, Rate.TOKENS, 30_000L, 29_000L));
        assertThat(RateLimits.of(
                        headers(Map.of(
                                "anthropic-ratelimit-requests-limit", "50",
                                "anthropic-ratelimit-requests-remaining", "49",
                                "anthropic-ratelimit-tokens-limit", "soon",
                                "anthropic-ratelimit-output-tokens-limit", "8000",
                                "anthropic-ratelimit-output-tokens-remaining", "7000")),
                        NOW))
                .isEqualTo(limits(Rate.REQUESTS, 50L, 49L, Rate.OUTPUT_TOKENS, 8_000L, 7_000L));
    }

    @Test
    void aLimitOfNothingIsNoLimit() {
        RateLimits none = RateLimits.of(
                headers(Map.of("x-ratelimit-limit-requests", "0", "x-ratelimit-remaining-requests", "0")), NOW);
        assertThat(open().told(none).minus(thought(1, 0)).until(thought(1, 0))).isZero();
    }

    @Test
    void aLimitIsForgottenOnceNobodyHasAskedForAWhile() {
        Lane lane = open().told(LIMITS).minus(thought(6_000, 0));
        assertThat(lane.at(NOW.plus(Duration.ofMinutes(11))).bucket(Rate.REQUESTS))
                .isEqualTo(Bucket.full(null));
    }

    private static Lane open() {
        return Lane.open(NOW, Map.of());
    }

    private static RateLimits limits(
            Rate one,
            @Nullable Long limit,
            @Nullable Long left,
            Rate other,
            @Nullable Long otherLimit,
            @Nullable Long otherLeft) {
        return new RateLimits(Map.of(
                one, new RateLimits.Told(limit, left, null), other, new RateLimits.Told(otherLimit, otherLeft, null)));
    }

    private static Reservation thought(long input, long output) {
        return new Reservation(
                UUID.randomUUID(),
                new RunKey("a", UUID.randomUUID().toString()),
                "lane",
                Purpose.AUDIT,
                "m",
                PromptTokens.of(input),
                output,
                null);
    }

    private static HttpHeaders headers(Map<String, String> headers) {
        return HttpHeaders.of(
                headers.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))),
                (name, value) -> true);
    }
}
