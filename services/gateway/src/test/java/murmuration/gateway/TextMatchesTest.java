package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextMatchesTest {
    private static final List<String> FIRST = List.of(
            "Draft an email: Users asked to draft an email, or to write an email.",
            "Trips and itineraries: Users asked about trips and itineraries.",
            "Debugging Python code: Users asked to debug Python code. They often mentioned exceptions.",
            "Taxes: Users asked about taxes. They often mentioned costs.");
    private static final List<String> SECOND = List.of(
            "Itineraries of a trip: Users asked to suggest an itinerary.",
            "Debug Python: Users asked about bugs in Python, and about an exception.",
            "Sourdough bread: Users asked how to bake sourdough.",
            "Write emails: Users asked to draft emails.");

    @Test
    void textsOfTheSameWordsInOtherFormsAreNearest() {
        TextMatches matches = TextMatches.of(FIRST, SECOND);

        assertThat(List.of(matches.ofA(0), matches.ofA(1), matches.ofA(2))).containsExactly(3, 0, 1);
        assertThat(List.of(matches.ofB(3), matches.ofB(0), matches.ofB(1))).containsExactly(0, 1, 2);
    }

    @Test
    void whatAllTextsSayBringsNoneTogether() {
        TextMatches matches = TextMatches.of(FIRST, SECOND);

        assertThat(matches.ofA(3)).isEqualTo(-1);
        assertThat(matches.ofB(2)).isEqualTo(-1);
    }

    @Test
    void theSameTextIsFoundAmongMany() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add("Topic %d: Users asked about things of the kind %d and %d.".formatted(i, 7 * i, i * i));
        }
        List<String> others = new ArrayList<>(all);
        Collections.shuffle(others, new Random(7));

        TextMatches matches = TextMatches.of(all, others);
        TextMatches back = TextMatches.of(others, all);

        for (int i = 0; i < all.size(); i++) {
            int j = others.indexOf(all.get(i));
            assertThat(matches.ofA(i)).isEqualTo(j);
            assertThat(matches.ofB(j)).isEqualTo(i);
            assertThat(back.ofB(i)).isEqualTo(j);
        }
    }

    @Test
    void aLoneTextIsMatchedWithItself() {
        assertThat(TextMatches.of(List.of("Home"), List.of("Home")).ofA(0)).isZero();
        assertThat(TextMatches.of(List.of("Home"), List.of("Taxes")).ofA(0)).isEqualTo(-1);
    }

    @Test
    void aTieGoesToTheEarlierText() {
        assertThat(TextMatches.of(List.of("Home", "Taxes"), List.of("Taxes", "Taxes"))
                        .ofA(1))
                .isZero();
    }

    @Test
    void scriptsWithoutSpacesAreReadByPairsOfSigns() {
        TextMatches matches = TextMatches.of(
                List.of("修复代码错误: 用户要求修复代码", "旅行计划: 用户询问旅行计划"), List.of("制定旅行计划: 用户询问旅行", "代码错误的修复: 用户要求修复代码错误"));

        assertThat(List.of(matches.ofA(0), matches.ofA(1))).containsExactly(1, 0);
    }

    @Test
    void nothingIsNearNothing() {
        assertThat(TextMatches.of(List.of("", "…"), List.of("")).ofA(1)).isEqualTo(-1);
        assertThat(TextMatches.of(List.of(), List.of("Home")).ofB(0)).isEqualTo(-1);
    }
}
