package murmuration.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayViewTest {
    private static final Instant ERASED = Instant.parse("2026-01-02T03:04:05Z");

    private static final String RUN = """
            {"code": {"version": "1", "commit": "a", "digest": "d"}, "deploymentKey": "k", "datasetDigest": "x", "model": "m",
             "prompts": {"NAME": "m 1", "AUDIT": "m 1"}, "embedding": {"id": "e", "dimension": 384}, "prices": {"date": "2025-11-25"},
             "cost": [],
             "stages": {"CLUSTER": {"digest": "1"}, "EXTRACT": {"digest": "2"}, "REVIEW": {"digest": "3"},
                        "REVIEW.1": {"digest": "4"}, "EMBED": {"digest": "5", "report": {"cpu": "x86-64 AVX2"}}}}""";

    @Test
    void isIdenticalWhereResultAndStagesAreAndNoModelWasAsked() {
        ReplayView view = view("r", RUN);

        assertThat(view.identical()).isTrue();
        assertThat(view.sameResult()).isTrue();
        assertThat(view.calls()).isZero();
        assertThat(view.differences()).isEmpty();
        assertThat(view.unknown()).isEmpty();
    }

    @Test
    void namesCausesThenStagesInTheOrderInWhichTheyAreGoneThrough() {
        String other = RUN.replace("\"a\"", "\"b\"")
                .replace("\"1\"}", "\"9\"}")
                .replace("\"2\"}", "\"9\"}")
                .replace("\"4\"}", "\"9\"}");
        ReplayView view = view("s", other);

        assertThat(view.identical()).isFalse();
        assertThat(view.sameResult()).isFalse();
        assertThat(view.firstStage()).isEqualTo("EXTRACT");
        assertThat(view.differences())
                .extracting(ReplayView.Difference::what)
                .containsExactly("code.commit", "stage EXTRACT", "stage CLUSTER", "stage REVIEW.1");
        assertThat(view.differences())
                .extracting(ReplayView.Difference::why)
                .satisfiesExactly(
                        build -> assertThat(build).contains("another build"),
                        first -> assertThat(first).contains("see what differs before it"),
                        next -> assertThat(next).contains("follows"),
                        last -> assertThat(last).contains("follows"));
    }

    @Test
    void aStoredAnswerThatWasChangedShowsInTheFirstStageThatItEntered() {
        ReplayView view = view("r", RUN.replace("\"3\"}", "\"9\"}"));

        assertThat(view.sameResult()).isTrue();
        assertThat(view.identical()).isFalse();
        assertThat(view.firstStage()).isEqualTo("REVIEW");
        assertThat(view.differences())
                .singleElement()
                .extracting(ReplayView.Difference::why)
                .asString()
                .contains("stored answer or vector was changed or is gone");
    }

    @Test
    void whereNothingElseIsKnownToDifferAServiceMayHaveRunAnotherBuild() {
        String silent = RUN.replace("\"a\"", "\"\"").replace("\"d\"", "\"\"");
        for (String manifest : List.of(RUN, silent)) {
            String changed = manifest.replace("\"3\"}", "\"9\"}");
            ReplayView view = ReplayView.of(published("r", manifest, null), published("r", changed, null), Map.of());
            assertThat(view.differences())
                    .singleElement()
                    .extracting(ReplayView.Difference::why)
                    .asString()
                    .endsWith(", or a service ran another build");
        }
    }

    @Test
    void underAnotherKeyItSaysThatStagesCannotBeComparedAndNotThatTheyDifferOrDoNot() {
        ReplayView view = view("r", RUN.replace("\"k\"", "\"l\"").replace("\"2\"}", "\"9\"}"));

        assertThat(view.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.why()).contains("another deployment key"))
                .extracting(ReplayView.Difference::what)
                .isEqualTo("deploymentKey");
        assertThat(view.unknown()).extracting(ReplayView.Unknown::what).containsExactly("stages");
        assertThat(view.firstStage()).isEmpty();
        assertThat(view.sameResult()).isTrue();
        assertThat(view.identical()).as("not known").isFalse();
    }

    @Test
    void afterAnErasureItSaysSinceWhenTheDataAreOthers() {
        ReplayView view = ReplayView.of(
                published("r", RUN, ERASED), published("s", RUN.replace("\"x\"", "\"y\""), null), Map.of());

        assertThat(view.erasedAt()).isEqualTo(ERASED.toString());
        assertThat(view.differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.why()).contains("erased on " + ERASED))
                .extracting(ReplayView.Difference::what)
                .isEqualTo("datasetDigest");
    }

    @Test
    void namesWhatDiffersOfModelsPromptsEmbeddingProcessorAndPrices() {
        String other = RUN.replace("\"model\": \"m\"", "\"model\": \"n\"")
                .replace("\"AUDIT\": \"m 1\"", "\"AUDIT\": \"m 2\"")
                .replace("384", "768")
                .replace("AVX2", "AVX-512")
                .replace("2025-11-25", "2026-01-01");

        assertThat(view("s", other).differences())
                .extracting(ReplayView.Difference::what)
                .containsExactly(
                        "model", "prompts.AUDIT", "embedding.dimension", "stages.EMBED.report.cpu", "prices.date");
    }

    @Test
    void aStoredAnswerThatWasChangedIsNotPutDownToReleasesOrPrices() {
        String changed = RUN.replace("2025-11-25", "2026-01-01")
                .replace("\"cost\": []", "\"cost\": [], \"compared\": {\"near\": true}")
                .replace("\"3\"}", "\"9\"}");

        assertThat(view("s", changed).differences())
                .filteredOn(difference -> difference.what().equals("stage REVIEW"))
                .singleElement()
                .satisfies(stage -> assertThat(stage.why()).contains("a stored answer or vector was changed"));
    }

    @Test
    void saysWhatOneOfThemDoesNotHave() {
        assertThat(view("s", RUN.replace("\"model\": \"m\",", "")).differences())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.was().asText()).isEqualTo("m");
                    assertThat(difference.is()).isEqualTo(NullNode.getInstance());
                });
    }

    @Test
    void twoBuildsThatDoNotSayWhatTheyWereBuiltFromAreNotCalledTheSame() {
        String silent = RUN.replace("\"a\"", "\"\"").replace("\"d\"", "\"\"");
        ReplayView view = ReplayView.of(published("r", silent, null), published("r", silent, null), Map.of());

        assertThat(view.unknown()).extracting(ReplayView.Unknown::what).containsExactly("code");
        assertThat(view.identical()).as("what was computed is").isTrue();
    }

    @Test
    void countsTheCallsThatAReplayHasMadeAllTheSame() {
        String asked = RUN.replace("\"cost\": []", "\"cost\": [{\"calls\": 2}, {\"calls\": 3}]");

        assertThat(view("r", asked).calls()).isEqualTo(5);
    }

    private static ReplayView view(String digest, String manifest) {
        return ReplayView.of(published("r", RUN, null), published(digest, manifest, null), Map.of());
    }

    private static PublishedRun published(String digest, String manifest, @Nullable Instant erasedAt) {
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
                erasedAt);
    }
}
