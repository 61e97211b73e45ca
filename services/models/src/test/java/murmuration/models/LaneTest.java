package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final Instant NOW = Instant.parse("2025-11-24T12:00:00Z");
    private static final RateLimits LIMITS = new RateLimits(60L, null, 6_000L, null);

    @Test
    void withoutALimitNothingWaits() {
        Lane lane = Lane.open(NOW);
        for (int call = 0; call < 1_000; call++) {
            assertThat(lane.until(1_000_000)).isZero();
            lane = lane.minus(1_000_000);
        }
    }

    @Test
    void aMinutesWorthMayBeAskedAtOnceAndThenOneAfterTheOther() {
        Lane lane = Lane.open(NOW).told(LIMITS);
        for (int call = 0; call < 60; call++) {
            assertThat(lane.until(10)).isZero();
            lane = lane.minus(10);
        }
        assertThat(lane.until(10)).isEqualTo(Duration.ofSeconds(1));
        assertThat(lane.at(NOW.plusSeconds(1)).until(10)).isZero();
    }

    @Test
    void tokensThatWereNotNeededAreGivenBack() {
        Lane lane = Lane.open(NOW).told(LIMITS).minus(6_000);
        assertThat(lane.until(100)).isEqualTo(Duration.ofSeconds(1));
        assertThat(lane.used(6_000, 200).until(100)).isZero();
    }

    @Test
    void aCallOfMoreThanAMinutesWorthWaitsForAFullMinuteAndNoLonger() {
        Lane lane = Lane.open(NOW).told(LIMITS).minus(3_000);
        assertThat(lane.until(50_000)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatTheProviderAsksForHoldsForAll() {
        Lane lane = Lane.open(NOW).closed(Duration.ofSeconds(20)).closed(Duration.ofSeconds(5));
        assertThat(lane.until(1)).isEqualTo(Duration.ofSeconds(20));
        assertThat(lane.at(NOW.plusSeconds(20)).until(1)).isZero();
    }

    @Test
    void noMoreIsAskedThanTheProviderSaysIsLeft() {
        Lane lane = Lane.open(NOW).told(new RateLimits(60L, 0L, 6_000L, 5_000L));
        assertThat(lane.until(1)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theHeadersOfBothProvidersAreReadAndTheOperatorsLimitsAreStricter() {
        assertThat(RateLimits.of(headers(Map.of(
                        "x-ratelimit-limit-requests", "500",
                        "x-ratelimit-remaining-requests", "499",
                        "x-ratelimit-limit-tokens", "30000",
                        "x-ratelimit-remaining-tokens", "29000"))))
                .isEqualTo(new RateLimits(500L, 499L, 30_000L, 29_000L));
        RateLimits anthropic = RateLimits.of(headers(Map.of(
                "anthropic-ratelimit-requests-limit", "50",
                "anthropic-ratelimit-requests-remaining", "49",
                "anthropic-ratelimit-tokens-limit", "soon")));
        assertThat(anthropic).isEqualTo(new RateLimits(50L, 49L, null, null));
        assertThat(anthropic.within(new RateLimits(20L, null, 100L, null)))
                .isEqualTo(new RateLimits(20L, 49L, 100L, null));
    }

    @Test
    void aLimitIsForgottenOnceNobodyHasAskedForAWhile() {
        Lane lane = Lane.open(NOW).told(LIMITS).minus(6_000);
        assertThat(lane.at(NOW.plus(Duration.ofMinutes(11))).requests()).isEqualTo(Bucket.UNLIMITED);
    }

    private static HttpHeaders headers(Map<String, String> headers) {
        return HttpHeaders.of(
                headers.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))),
                (name, value) -> true);
    }
}
