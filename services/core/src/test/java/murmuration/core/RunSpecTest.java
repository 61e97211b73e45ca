package murmuration.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import murmuration.core.RunSpec.MinimumsSpec;
import murmuration.core.RunSpec.Model;
import murmuration.core.RunSpec.Profile;
import murmuration.core.RunSpec.Small;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunSpecTest {
    private static final Model PROVIDER = new Model("openai", "some", null, null);

    @Test
    void onlyAModelThatIsWaitedForIsAskedAsManyAtATimeAsTheSpecSays() {
        assertThat(spec(PROVIDER, 32, List.of()).questionsAtOnce(4)).isEqualTo(32);
        assertThat(spec(PROVIDER, null, List.of()).questionsAtOnce(4)).isEqualTo(4);
        assertThat(spec(Model.OFFLINE, 32, List.of()).questionsAtOnce(4)).isEqualTo(4);
    }

    @Test
    void whoeverMadeASpecCannotChangeItsFacets() {
        List<Facet> facets = new ArrayList<>(List.of(Facets.REQUEST));
        RunSpec spec = spec(Model.OFFLINE, null, facets);
        facets.add(Facets.TASK);
        assertThat(spec.facets()).containsExactly(Facets.REQUEST);
    }

    @Test
    void whatIsForThePublicIsRoundedMore() {
        Minimums minimums = new Minimums(1_000, 1_000);
        assertThat(new MinimumsSpec(Profile.PUBLISH, minimums, Small.WITHHOLD).rounded(1_234))
                .isEqualTo(1_200);
        assertThat(new MinimumsSpec(Profile.INTERNAL, minimums, Small.WITHHOLD).rounded(1_234))
                .isEqualTo(1_235);
    }

    @Test
    void roughIsTwoDigitsAndAMultipleOfWhatSizesAre() {
        MinimumsSpec within = new MinimumsSpec(Profile.INTERNAL, new Minimums(30, 10), Small.WITHHOLD);
        assertThat(within.rough(2)).isZero();
        assertThat(within.rough(97)).isEqualTo(95);
        assertThat(within.rough(128)).isEqualTo(130);
        assertThat(within.rough(1_943)).isEqualTo(1_900);
        assertThat(within.rough(2_000_000_000_000L)).isEqualTo(2_000_000_000_000L);
        assertThat(new MinimumsSpec(Profile.PUBLISH, new Minimums(1_000, 1_000), Small.WITHHOLD).rough(523))
                .isEqualTo(500);
    }

    private static RunSpec spec(Model model, @Nullable Integer concurrency, List<Facet> facets) {
        return new RunSpec(
                "sample",
                new RunSpec.Sampling(RunSpec.Strategy.CONVERSATIONS, null, RunSpec.PER_ACCOUNT, null, null),
                facets,
                null,
                RunSpec.Accounts.REQUIRED,
                new RunSpec.Cluster("request", null),
                new RunSpec.Hierarchy(null),
                new MinimumsSpec(Profile.SMALL, new Minimums(10, 10), Small.WITHHOLD),
                new RunSpec.Privacy(3, RunSpec.Approval.NONE),
                model,
                new RunSpec.Embedding("onnx", "all-MiniLM-L6-v2"),
                7,
                new RunSpec.Beside("week", null, concurrency));
    }
}
