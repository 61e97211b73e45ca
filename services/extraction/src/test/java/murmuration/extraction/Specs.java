package murmuration.extraction;

import java.util.List;
import murmuration.core.Facet;
import murmuration.core.Facets;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;
import org.jspecify.annotations.Nullable;

/** Specs for tests. */
final class Specs {
    private Specs() {}

    static RunSpec spec() {
        return spec(sampling(RunSpec.Strategy.CONVERSATIONS, null, null), RunSpec.Accounts.REQUIRED);
    }

    static RunSpec.Sampling sampling(RunSpec.Strategy strategy, @Nullable Integer max, @Nullable Integer perAccount) {
        return new RunSpec.Sampling(strategy, max, perAccount, null, null);
    }

    static RunSpec spec(RunSpec.Sampling sampling, RunSpec.Accounts accounts) {
        return spec(sampling, accounts, List.of(Facets.REQUEST, Facets.LANGUAGE, Facets.TURNS), null);
    }

    static RunSpec spec(
            RunSpec.Sampling sampling, RunSpec.Accounts accounts, List<Facet> facets, RunSpec.@Nullable Screen screen) {
        return spec(sampling, accounts, facets, screen, RunSpec.Model.OFFLINE);
    }

    /** Everything, with these minimums. */
    static RunSpec minimums(Minimums minimums) {
        return spec(
                sampling(RunSpec.Strategy.CONVERSATIONS, null, null),
                RunSpec.Accounts.REQUIRED,
                List.of(Facets.REQUEST),
                null,
                RunSpec.Model.OFFLINE,
                minimums);
    }

    /** A run that asks this model. */
    static RunSpec asking(RunSpec.Model model, RunSpec.Sampling sampling, List<Facet> facets) {
        return spec(sampling, RunSpec.Accounts.REQUIRED, facets, null, model);
    }

    static RunSpec spec(
            RunSpec.Sampling sampling,
            RunSpec.Accounts accounts,
            List<Facet> facets,
            RunSpec.@Nullable Screen screen,
            RunSpec.Model model) {
        return spec(sampling, accounts, facets, screen, model, new Minimums(5, 5));
    }

    private static RunSpec spec(
            RunSpec.Sampling sampling,
            RunSpec.Accounts accounts,
            List<Facet> facets,
            RunSpec.@Nullable Screen screen,
            RunSpec.Model model,
            Minimums minimums) {
        return new RunSpec(
                "d",
                sampling,
                facets,
                screen,
                accounts,
                new RunSpec.Cluster("request", null),
                new RunSpec.Hierarchy(null),
                new RunSpec.MinimumsSpec(RunSpec.Profile.SMALL, minimums, RunSpec.Small.WITHHOLD),
                new RunSpec.Privacy(3, RunSpec.Approval.NONE),
                model,
                new RunSpec.Embedding("onnx", "m"),
                7,
                new RunSpec.Beside("n", null, null));
    }
}
