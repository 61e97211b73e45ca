package murmuration.privacy;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import murmuration.core.EndState;
import murmuration.core.Manifest;
import murmuration.core.Minimums;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final SizeRules RULES = new SizeRules(new Minimums(50, 25), 5);

    @Test
    void partsThatDoNotSumToTheDataSetAreABug() {
        assertThatThrownBy(() -> new Coverage(100, List.of(part("kept", 99, 50, 0))))
                .hasMessageContaining("99")
                .hasMessageContaining("100");
    }

    @Test
    void aSingleWithheldClusterIsMergedWithSomethingElse() {
        Coverage coverage = new Coverage(
                1000, List.of(part("kept", 800, 300, 0), part("withheld", 60, 30, 1), part("unanswered", 140, 90, 0)));
        assertThat(coverage.shown(RULES).parts().stream().map(Manifest.Coverage.Part::part))
                .containsExactly("kept", "not_shown");
        assertThat(coverage.shown(RULES).parts().get(1).conversations()).isEqualTo(200);
    }

    @Test
    void severalWithheldClustersMayStandTogether() {
        Coverage coverage = new Coverage(1000, List.of(part("kept", 800, 300, 0), part("under_minimums", 200, 60, 7)));
        assertThat(coverage.shown(RULES).parts().get(1))
                .isEqualTo(new Manifest.Coverage.Part("under_minimums", List.of("under_minimums"), 200, 0.2, 5));
    }

    @Test
    void aLoneRemainderIsBlurredAsWidelyAsTheMinimum() {
        Coverage coverage = new Coverage(1000, List.of(part("kept", 937, 300, 0), part("withheld", 63, 30, 1)));
        assertThat(coverage.shown(RULES).parts()).allMatch(part -> part.conversations() % 50 == 0);
        assertThat(coverage.shown(RULES).parts().stream().map(Manifest.Coverage.Part::conversations))
                .containsExactly(950L, 50L);
    }

    @Test
    void aLoneRemainderCanBeAnythingInARangeAsWideAsTheMinimum() {
        for (long total = 1000; total < 1100; total++) {
            SortedMap<Manifest.Coverage, Set<Long>> remainders = new TreeMap<>(comparing(Manifest.Coverage::toString));
            for (long rest = 1; rest < 200; rest++) {
                Manifest.Coverage shown = new Coverage(
                                total, List.of(part("kept", total - rest, 300, 0), part("withheld", rest, 30, 1)))
                        .shown(RULES);
                remainders.computeIfAbsent(shown, same -> new TreeSet<>()).add(rest);
            }
            assertThat(remainders.values().stream().mapToInt(Set::size))
                    .as("of %d", total)
                    .allMatch(width -> width >= 49);
        }
    }

    @Test
    void whatACapLeftOutMayBeOneAccountsAndNeverStandsAlone() {
        List<Coverage.Part> capped = Coverage.outside(Map.of(EndState.CAPPED, 480L), Map.of());
        assertThat(capped).noneMatch(Coverage.Part::mayStandAlone);
        List<Coverage.Part> sampled =
                Coverage.outside(Map.of(EndState.CAPPED, 480L, EndState.NOT_SAMPLED, 9000L), Map.of());
        assertThat(sampled).allMatch(Coverage.Part::mayStandAlone);
    }

    private static Coverage.Part part(String state, long conversations, long accounts, int clusters) {
        return Coverage.Part.of(state, new Group(conversations, accounts), clusters);
    }
}
