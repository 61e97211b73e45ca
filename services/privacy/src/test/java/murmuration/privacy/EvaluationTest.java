package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import murmuration.core.Manifest;
import murmuration.privacy.Evaluation.Cell;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final List<String> KNOWN = List.of("a", "b");

    @Test
    void clustersThatAreTheTopicsAgreeFully() {
        Manifest.Evaluation evaluation =
                Evaluation.of("labels.topic", List.of(new Cell(0, true, "a", 30), new Cell(1, true, "b", 20)), KNOWN);
        assertThat(evaluation).isEqualTo(new Manifest.Evaluation("labels.topic", 2, 2, 1, 1, 1));
    }

    @Test
    void clustersThatKnowNothingOfTheTopicsDoNotAgree() {
        Manifest.Evaluation evaluation = Evaluation.of(
                "labels.topic",
                List.of(
                        new Cell(0, true, "a", 50),
                        new Cell(0, true, "b", 50),
                        new Cell(1, true, "a", 50),
                        new Cell(1, true, "b", 50)),
                KNOWN);
        assertThat(evaluation.nmi()).isZero();
        assertThat(evaluation.ari()).isBetween(-0.01, 0.0);
        assertThat(evaluation.found()).isZero();
    }

    @Test
    void agreesWithFiguresComputedByHand() {
        // mutual information 2·(20/60·ln(20·60/900) + 10/60·ln(10·60/900)) over entropy ln 2; pairs 4,997,000,
        // 8,997,000,
        // 8,997,000 of 17,997,000
        Manifest.Evaluation evaluation = Evaluation.of(
                "labels.topic",
                List.of(
                        new Cell(0, true, "a", 2_000),
                        new Cell(0, true, "b", 1_000),
                        new Cell(1, true, "a", 1_000),
                        new Cell(1, true, "b", 2_000)),
                KNOWN);
        assertThat(evaluation.purity()).isEqualTo(0.67);
        assertThat(evaluation.nmi()).isEqualTo(0.08);
        assertThat(evaluation.ari()).isEqualTo(0.11);
    }

    @Test
    void ofFewConversationsOneDigitIsTold() {
        Manifest.Evaluation evaluation = Evaluation.of(
                "labels.topic",
                List.of(new Cell(0, true, "a", 97), new Cell(0, true, "b", 3), new Cell(1, true, "b", 100)),
                KNOWN);
        assertThat(evaluation.purity()).as("197 of 200").isEqualTo(1);
    }

    @Test
    void aTopicIsFoundOnlyInAClusterThatIsPublished() {
        Manifest.Evaluation evaluation =
                Evaluation.of("labels.topic", List.of(new Cell(0, false, "a", 30), new Cell(1, true, "b", 20)), KNOWN);
        assertThat(evaluation.found()).isEqualTo(1);
    }
}
