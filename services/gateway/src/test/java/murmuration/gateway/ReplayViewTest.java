package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import murmuration.runtime.Json;
import org.junit.jupiter.api.Test;

class ReplayViewTest {
    private static final String RUN = """
            {"code": {"version": "1", "commit": "a"}, "deploymentKey": "k", "model": "m",
             "stages": {"CLUSTER": {"digest": "1"}, "EXTRACT": {"digest": "2"}, "REVIEW": {"digest": "3"},
                        "REVIEW.1": {"digest": "4"}}}""";

    @Test
    void isIdenticalWhereResultAndStagesAre() {
        ReplayView view = ReplayView.of(published("r", RUN), published("r", RUN));

        assertThat(view.identical()).isTrue();
        assertThat(view.differences()).isEmpty();
    }

    @Test
    void namesCausesThenStagesInTheOrderInWhichTheyAreGoneThrough() {
        String other = RUN.replace("\"a\"", "\"b\"")
                .replace("\"1\"}", "\"9\"}")
                .replace("\"2\"}", "\"9\"}")
                .replace("\"4\"}", "\"9\"}");
        ReplayView view = ReplayView.of(published("r", RUN), published("s", other));

        assertThat(view.identical()).isFalse();
        assertThat(view.firstStage()).isEqualTo("EXTRACT");
        assertThat(view.differences())
                .extracting(ReplayView.Difference::what)
                .containsExactly("code", "stage EXTRACT", "stage CLUSTER", "stage REVIEW.1");
    }

    @Test
    void isNotIdenticalWhereOnlyAStageOnTheWayDiffers() {
        ReplayView view = ReplayView.of(published("r", RUN), published("r", RUN.replace("\"3\"}", "\"9\"}")));

        assertThat(view.identical()).isFalse();
        assertThat(view.firstStage()).isEqualTo("REVIEW");
    }

    @Test
    void comparesNoStagesUnderAnotherKey() {
        ReplayView view = ReplayView.of(
                published("r", RUN),
                published("s", RUN.replace("\"k\"", "\"l\"").replace("\"2\"}", "\"9\"}")));

        assertThat(view.stagesComparable()).isFalse();
        assertThat(view.differences()).extracting(ReplayView.Difference::what).containsExactly("deploymentKey");
    }

    @Test
    void saysWhatOneOfThemDoesNotHave() {
        ReplayView view = ReplayView.of(published("r", RUN), published("s", RUN.replace("\"model\": \"m\",", "")));

        assertThat(view.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.was().asText()).isEqualTo("m");
            assertThat(difference.is()).isEqualTo(NullNode.getInstance());
        });
    }

    private static PublishedRun published(String digest, String manifest) {
        JsonNode nothing = NullNode.getInstance();
        return new PublishedRun(
                "default",
                "id",
                "name",
                "data",
                digest,
                Json.read(manifest, JsonNode.class),
                nothing,
                nothing,
                Instant.EPOCH,
                null);
    }
}
