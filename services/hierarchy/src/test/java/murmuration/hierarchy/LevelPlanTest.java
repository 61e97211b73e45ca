package murmuration.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelPlanTest {
    @ParameterizedTest
    @CsvSource({
        "0, , [0]",
        "3, , [3]",
        "4, , '[4, 2]'",
        "16, , '[16, 4]'",
        "20, , '[20, 4]'",
        "21, , '[21, 7]'",
        "40, , '[40, 10]'",
        "100, , '[100, 10]'",
        "101, , '[101, 32, 10]'",
        "1000, , '[1000, 100, 10]'",
        "10000, , '[10000, 1000, 100, 10]'",
        "300, 5, '[300, 39, 5]'",
        "30, 99, '[30, 15]'",
        "12, 3, '[12, 3]'",
    })
    void targetsShrinkGeometricallyToTheTop(int base, Integer top, String targets) {
        assertThat(LevelPlan.of(base, top).targets()).hasToString(targets);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 1, 3", "7, 4, 10", "10, 5, 15"})
    void halfToOneAndAHalfTimesAsManyNamesAreAccepted(int names, int least, int most) {
        assertThat(Wanted.about(names)).isEqualTo(new Wanted(names, least, most));
    }
}
