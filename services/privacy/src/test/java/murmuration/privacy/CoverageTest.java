package murmuration.privacy;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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

    private static final List<String> ENDS = List.of(
            "not_drawn",
            "provider_error",
            "quarantined",
            "refused",
            "screened_out",
            "too_long",
            "unanswered",
            "under_minimums",
            "unparseable",
            "withheld");

    @Test
    void partsThatDoNotSumToTheDataSetAreABug() {
        assertThatThrownBy(() -> new Coverage(100, List.of(part("kept", 99, 50, 0))))
                .hasMessage("the parts of the coverage do not sum to the data set");
    }

    @Test
    void aPartOfWhichNoReaderKnowsIsABug() {
        assertThatThrownBy(() -> of(part("kept", 90, 50, 0), part("lost", 10, 10, 0)))
                .hasMessageContaining("lost");
    }

    @Test
    void aSingleWithheldClusterIsMergedWithSomethingElse() {
        Coverage coverage = of(part("kept", 800, 300, 0), part("withheld", 60, 30, 1), part("unanswered", 140, 90, 0));
        assertThat(coverage.shown(RULES).parts().stream().map(Manifest.Coverage.Part::part))
                .containsExactly("kept", "not_shown");
        assertThat(coverage.shown(RULES).parts().get(1).conversations()).isEqualTo(200);
    }

    @Test
    void withheldClustersGoTogether() {
        Coverage coverage = of(
                part("kept", 700, 300, 0),
                part("under_minimums", 140, 60, 7),
                part("withheld", 60, 30, 1),
                part("unanswered", 100, 90, 0));
        assertThat(coverage.shown(RULES).parts())
                .containsExactly(
                        shown("kept", List.of("kept"), 700, 0.7),
                        shown("unanswered", List.of("unanswered"), 100, 0.1),
                        shown("not_shown", allBut("unanswered"), 200, 0.2));
    }

    @Test
    void severalWithheldClustersMayStandTogether() {
        Coverage coverage = of(
                part("kept", 700, 300, 0),
                part("under_minimums", 200, 60, 7),
                part("withheld", 100, 60, 2),
                part("refused", 0, 0, 0));
        assertThat(coverage.shown(RULES).parts())
                .contains(shown("under_minimums", List.of("under_minimums"), 200, 0.2));
    }

    /** Were the smaller one taken in, the part less the larger would be conversations that ended in neither. */
    @Test
    void whichOfTwoWithClustersTakesInAllOthersDoesNotGoBySize() {
        for (long withheld : new long[] {101, 109}) {
            Coverage coverage = of(
                    part("kept", 700, 300, 0),
                    part("not_drawn", 5000, 5000, 0),
                    part("under_minimums", 105, 60, 3),
                    part("withheld", withheld, 60, 2),
                    part("screened_out", 4, 1, 0));
            assertThat(names(coverage.shown(RULES)))
                    .containsExactly(
                            "kept [kept]",
                            "not_drawn [not_drawn]",
                            "under_minimums [under_minimums]",
                            "withheld " + allBut("not_drawn", "under_minimums"));
        }
    }

    /** Were it the smaller of the two, it would be no more than the other, and whatever is beyond that one person's. */
    @Test
    void aFewBesideTwoThatMayStandAloneMayAlwaysBeNone() {
        SortedMap<Manifest.Coverage, Set<Long>> few = new TreeMap<>(comparing(Manifest.Coverage::toString));
        for (long refused = 5; refused < 20; refused++) {
            for (long others = 5; others < 45; others++) {
                for (long tooLong = 0; tooLong <= others - 5; tooLong++) {
                    Coverage coverage = of(
                            part("kept", 900, 300, 0),
                            part("not_drawn", 5000, 5000, 0),
                            part("refused", refused, refused, 0),
                            part("too_long", tooLong, Math.min(tooLong, 4), 0),
                            part("unanswered", others - tooLong, others - tooLong, 0));
                    few.computeIfAbsent(coverage.shown(RULES), same -> new TreeSet<>())
                            .add(tooLong);
                }
            }
        }
        assertThat(few.values()).allMatch(numbers -> numbers.contains(0L));
    }

    @Test
    void whateverWasDrawnAndMayStandAloneMayTakeInAllOthers() {
        for (String end : allBut("not_drawn")) {
            Coverage coverage = of(part("kept", 900, 300, 0), part("not_drawn", 5000, 5000, 0), part(end, 40, 30, 2));
            assertThat(names(coverage.shown(RULES)))
                    .containsExactly("kept [kept]", "not_drawn [not_drawn]", end + " " + allBut("not_drawn"));
        }
    }

    @Test
    void aFewAreNamedNoMoreThanNone() {
        List<String> expected = List.of(
                "kept [kept]",
                "not_drawn [not_drawn]",
                "unanswered [unanswered]",
                "under_minimums " + allBut("not_drawn", "unanswered"));
        for (String end : List.of("refused", "screened_out", "withheld")) {
            for (int few = 0; few < 5; few++) {
                Coverage coverage = of(
                        part("kept", 3860, 900, 0),
                        part("not_drawn", 5000, 5000, 0),
                        part("unanswered", 40, 30, 0),
                        part("under_minimums", 100, 60, 3),
                        part(end, few, few, few));
                assertThat(names(coverage.shown(RULES))).isEqualTo(expected);
                assertThat(names(coverage.shown(RULES, Coverage.Part::conversations)))
                        .isEqualTo(expected);
            }
        }
    }

    /** Also to whoever knows how large the data set is and how many of it were drawn. */
    @Test
    void besideWhatIsKeptAloneAFewAreShownAsNone() {
        for (long undrawn : new long[] {0, 940, 948, 949, 950}) {
            for (long accounts : new long[] {0, undrawn}) {
                Set<Manifest.Coverage> shown = new HashSet<>();
                for (int few = 0; few < 50; few++) {
                    Coverage coverage = of(
                            part("kept", 2003 - undrawn - few, 300, 0),
                            part("not_drawn", undrawn, accounts, 0),
                            part("screened_out", few, Math.min(few, 4), 0));
                    shown.add(coverage.shown(RULES));
                }
                assertThat(shown).as("%d were not drawn", undrawn).hasSize(1);
            }
        }
    }

    @Test
    void besideWhatIsKeptAloneAFewThatWereNotDrawnAreShownAsNone() {
        Set<Manifest.Coverage> shown = new HashSet<>();
        for (int few = 0; few < 50; few++) {
            Coverage coverage = of(part("kept", 2003 - few, 300, 0), part("not_drawn", few, 0, 0));
            shown.add(coverage.shown(RULES));
        }
        assertThat(shown).hasSize(1);
        assertThat(names(shown.iterator().next())).containsExactly("kept [kept]", "not_shown " + ENDS);
    }

    @Test
    void besideWhatIsKeptAloneAFewAreNamedNoMoreThanNoneWhereThereIsNoise() {
        for (int few = 0; few < 5; few++) {
            Coverage coverage = of(part("kept", 900, 300, 0), part("refused", few, few, 0));
            Manifest.Coverage shown = coverage.shown(RULES, Coverage.Part::conversations);
            assertThat(names(shown)).containsExactly("kept [kept]", "not_shown " + ENDS);
            assertThat(shown.rounding()).isEqualTo(50);
        }
    }

    @Test
    void whatWasNotDrawnTakesNothingIn() {
        Coverage coverage = of(part("kept", 4997, 900, 0), part("not_drawn", 5000, 5000, 0), part("refused", 3, 3, 0));
        assertThat(coverage.shown(RULES).parts())
                .extracting(Manifest.Coverage.Part::part, Manifest.Coverage.Part::conversations)
                .containsExactly(tuple("kept", 5000L), tuple("not_drawn", 5000L), tuple("not_shown", 0L));
    }

    @Test
    void aPartOfWhichMostMayNotHaveBeenDrawnHasNoOtherName() {
        Coverage coverage = of(part("kept", 46, 30, 0), part("not_drawn", 940, 0, 0), part("unanswered", 14, 14, 0));
        assertThat(coverage.shown(RULES).parts().getLast()).isEqualTo(shown("not_shown", ENDS, 955, 0.955));
    }

    @Test
    void whereNothingIsKeptOnePartMayStandForAll() {
        assertThat(of(part("under_minimums", 8, 4, 1)).shown(RULES).parts())
                .containsExactly(shown("not_shown", ENDS, 10, 1));
    }

    @Test
    void ofWhatWasDrawnAloneNothingElseIsNamed() {
        Coverage coverage = of(part("kept", 800, 300, 0), part("not_drawn", 940, 0, 0), part("unanswered", 40, 40, 0));
        Coverage drawn = coverage.drawn();
        assertThat(drawn.total()).isEqualTo(840);
        assertThat(names(drawn.shown(RULES))).containsExactly("kept [kept]", "unanswered " + allBut("not_drawn"));
    }

    @Test
    void aLoneRemainderIsBlurredAsWidelyAsTheMinimum() {
        Coverage coverage = of(part("kept", 937, 300, 0), part("withheld", 63, 30, 1));
        assertThat(coverage.shown(RULES).parts()).allMatch(part -> part.conversations() % 50 == 0);
        assertThat(coverage.shown(RULES).parts().stream().map(Manifest.Coverage.Part::conversations))
                .containsExactly(950L, 50L);
    }

    @Test
    void aLoneRemainderCanBeAnythingInARangeAsWideAsTheMinimum() {
        for (long total = 1000; total < 1100; total++) {
            SortedMap<Manifest.Coverage, Set<Long>> remainders = new TreeMap<>(comparing(Manifest.Coverage::toString));
            for (long rest = 0; rest < 200; rest++) {
                Manifest.Coverage shown = new Coverage(
                                total, List.of(part("kept", total - rest, 300, 0), part("withheld", rest, 30, 1)))
                        .shown(RULES);
                remainders.computeIfAbsent(shown, same -> new TreeSet<>()).add(rest);
            }
            assertThat(remainders.values().stream().mapToInt(Set::size))
                    .as("of %d", total)
                    .allMatch(width -> width == 50);
        }
    }

    /** Three numbers that are rounded each for itself tell one of them closer than two do. */
    @Test
    void besideWhatWasNotDrawnWhatWasDrawnIsToldNoCloserThanTheMinimum() {
        SortedMap<Manifest.Coverage, Set<Long>> drawn = new TreeMap<>(comparing(Manifest.Coverage::toString));
        // all that is rounded to 1,000 or 1,050, less all that is rounded to 400 or 450
        for (long total = 975; total < 1075; total++) {
            for (long undrawn = 375; undrawn < 475; undrawn++) {
                Manifest.Coverage shown = of(
                                part("kept", total - undrawn, 300, 0), part("not_drawn", undrawn, undrawn, 0))
                        .shown(RULES);
                drawn.computeIfAbsent(shown, same -> new TreeSet<>()).add(total - undrawn);
            }
        }
        assertThat(drawn).hasSize(4);
        assertThat(drawn.values().stream().mapToInt(Set::size)).allMatch(width -> width == 99);
    }

    @Test
    void whatACapLeftOutMayBeOneAccountsAndNeverStandsAlone() {
        List<Coverage.Part> capped = Coverage.outside(Map.of(EndState.CAPPED, 480L), Map.of());
        assertThat(capped).noneMatch(Coverage.Part::mayStandAlone);
        List<Coverage.Part> sampled =
                Coverage.outside(Map.of(EndState.CAPPED, 480L, EndState.NOT_SAMPLED, 9000L), Map.of());
        assertThat(sampled).allMatch(Coverage.Part::mayStandAlone);
    }

    @Test
    void whatWasErasedIsNoPart() {
        assertThat(Coverage.outside(Map.of(EndState.ERASED, 480L), Map.of())).isEmpty();
    }

    private static Coverage of(Coverage.Part... parts) {
        long all = Arrays.stream(parts).mapToLong(Coverage.Part::conversations).sum();
        return new Coverage(all, List.of(parts));
    }

    private static Coverage.Part part(String state, long conversations, long accounts, int clusters) {
        return Coverage.Part.of(state, new Group(conversations, accounts), clusters);
    }

    private static Manifest.Coverage.Part shown(String part, List<String> includes, long conversations, double share) {
        return new Manifest.Coverage.Part(part, includes, conversations, share, 5);
    }

    private static List<String> allBut(String... shown) {
        List<String> others = new ArrayList<>(ENDS);
        others.removeAll(List.of(shown));
        return others;
    }

    private static List<String> names(Manifest.Coverage shown) {
        return shown.parts().stream()
                .map(part -> part.part() + " " + part.includes())
                .toList();
    }
}
