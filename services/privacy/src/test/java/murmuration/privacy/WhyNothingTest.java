package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import murmuration.core.Minimums;
import murmuration.core.Question;
import org.junit.jupiter.api.Test;

class WhyNothingTest {
    private static final Minimums MINIMUMS = new Minimums(20, 10);

    @Test
    void tellsAlikeThatAllAreTooFewAndThatGroupsAre() {
        assertThat(why())
                .contains("no group", "20 conversations of 10 accounts")
                .isEqualTo(why("TOO_FEW", "TOO_FEW"));
    }

    @Test
    void tellsThatNoNamePassed() {
        assertThat(why("TOO_FEW", "UNNAMED")).contains("could not be named");
    }

    private static String why(String... reasons) {
        return WhyNothing.of(
                List.of(reasons).stream().map(WhyNothingTest::cluster).toList(), MINIMUMS);
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
