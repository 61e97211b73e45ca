package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesTest {
    private final Prices prices = Prices.of(Optional.empty());

    @Test
    void aSnapshotCostsWhatItsModelCostsAndAnotherModelDoesNot() {
        Price sonnet = new Price(3, 15, 3.75, 0.1 * 3);
        assertThat(prices.of("anthropic", "claude-sonnet-4-5")).contains(sonnet);
        assertThat(prices.of("anthropic", "claude-sonnet-4-5-20250929")).contains(sonnet);
        assertThat(prices.of("openai", "gpt-4.1-2025-04-14")).contains(new Price(2, 8, 2, 0.5));
        assertThat(prices.of("openai", "gpt-4o-2024-08-06")).contains(new Price(2.5, 10, 2.5, 1.25));
        assertThat(prices.of("openai", "gpt-4o-2024-05-13"))
                .as("the one that has a price of its own")
                .contains(new Price(5, 15, 5, 5));
        assertThat(prices.of("openai", "gpt-4.1-huge")).isEmpty();
        assertThat(prices.of("openai", "claude-sonnet-4-5")).isEmpty();
    }

    @Test
    void aThousandTokensIn_AHundredOut_CostWhatTheTableSays() {
        // 1,000 × 3 + 100 × 15 millionths of a dollar
        assertThat(new Price(3, 15).micros(Used.plain(1_000, 100))).isEqualTo(4_500);
        assertThat(new Price(0.05, 0.4).micros(Used.plain(1, 0))).isEqualTo(1);
    }

    @Test
    void whatIsPutIntoTheCacheAndTakenFromItHasPricesOfItsOwnAndTheMostHoldsForBoth() {
        Price sonnet = new Price(3, 15, 3.75, 0.3);
        // 100 × 3 + 400 × 3.75 + 500 × 0.3 + 100 × 15
        assertThat(sonnet.micros(new Used(1_000, 400, 500, 100))).isEqualTo(3_450);
        assertThat(sonnet.most(1_000, 100)).isEqualTo(sonnet.micros(new Used(1_000, 1_000, 0, 100)));
        assertThat(new Price(2, 8, 2, 0.5).most(1_000, 100)).isEqualTo(2_800);
    }

    @Test
    void anOperatorsTableComesBeforeOurs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("prices.json"), """
                {"date": "2026-01-31", "models": [
                  {"provider": "openai", "model": "gpt-4.1", "input": 1.5, "output": 6, "cacheRead": 0.4},
                  {"provider": "openai", "model": "qwen3:8b", "input": 0, "output": 0}]}""");
        Prices own = Prices.of(Optional.of(file));
        assertThat(own.of("openai", "gpt-4.1")).contains(new Price(1.5, 6, 1.5, 0.4));
        assertThat(own.of("openai", "qwen3:8b")).contains(new Price(0, 0));
        assertThat(own.of("openai", "gpt-4.1-mini")).isPresent();
        assertThat(own.date()).isEqualTo(LocalDate.of(2026, 1, 31));
    }
}
