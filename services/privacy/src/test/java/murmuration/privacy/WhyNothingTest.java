package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import murmuration.core.Minimums;
import murmuration.core.Question;
import org.junit.jupiter.api.Test;

class WhyNothingTest {
    private static final Minimums MINIMUMS = new Minimums(20, 10);

    @Test
    void tellsWhichMinimumWasNotMet() {
        assertThat(why(new Group(500, 3))).contains("fewer than 10 accounts");
        assertThat(why(new Group(15, 15))).contains("fewer than 20 conversations");
        assertThat(why(new Group(500, 100), "TOO_FEW", "TOO_FEW"))
                .contains("no group", "20 conversations of 10 accounts");
    }

    @Test
    void tellsThatNoNamePassed() {
        assertThat(why(new Group(500, 100), "TOO_FEW", "UNNAMED")).contains("could not be named");
    }

    private static String why(Group answered, String... reasons) {
        return WhyNothing.of(
                answered, List.of(reasons).stream().map(WhyNothingTest::cluster).toList(), MINIMUMS);
    }

    private static ClusterRow cluster(String reason) {
        return new ClusterRow(
                new ClusterKey(0, 0),
                "c",
                null,
                "WITHHELD",
                reason,
                List.of(),
                1,
                new Question.Label("", ""),
                null,
                new ClusterRow.Point(0, 0));
    }
}
