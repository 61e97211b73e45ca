package murmuration.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import murmuration.core.Facet;
import murmuration.core.Purpose;
import murmuration.core.Question;
import murmuration.core.RunSpec;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what a run asks. Questions about conversations, nearly all of the cost, are counted token by token on a sample of
 * the run's own transcripts; those about clusters by how many clusters there will be about, and how long their questions are.
 */
final class Estimates {
    /** Conversations of a base cluster, where their number is chosen from the data. */
    private static final long CLUSTER_SIZE = 100;

    /** With fewer base clusters there are no levels above. */
    private static final long FEWEST_RAISED = 20;

    private static final long CHILDREN = 5;
    private static final long NEIGHBORHOOD = 40;

    /** Names are made and reviewed once more where a review rejects them: one in two. */
    private static final double AGAIN = 1.5;

    private static final int SUMMARY = 30;
    private static final int LABEL = 45;
    private static final int NAME = 12;
    private static final int SUMMARIES = 100;
    private static final int CHOICES = 10;

    private final Prices prices;

    Estimates(Prices prices) {
        this.prices = prices;
    }

    /** Calls of one purpose, and the tokens of each. */
    private record Part(Purpose purpose, double calls, double input, double output) {}

    /** @param sample the questions about conversations, of so many of them */
    Estimate of(RunSpec spec, List<Question<?>> sample, int sampled, long conversations) {
        PromptedModel model = PromptedModel.silent(spec.model());
        List<Part> parts = new ArrayList<>();
        for (Question<?> question : sample) {
            parts.add(new Part(
                    question.purpose(),
                    conversations / (double) sampled,
                    Tokens.of(model.call(question)),
                    answer(question)));
        }
        parts.addAll(clusters(spec, conversations));
        return new Estimate(
                sum(parts, 1, 0, 0), sum(parts, 0, 1, 0), sum(parts, 0, 0, 1), micros(model, parts, spec), sampled);
    }

    private static List<Part> clusters(RunSpec spec, long conversations) {
        Integer k = spec.cluster().k();
        long base = k == null ? Math.max(1, conversations / CLUSTER_SIZE) : k;
        long parents = base > FEWEST_RAISED ? base / CHILDREN : 0;
        double all = base + (double) parents;
        double raised = parents == 0 ? 0 : all;
        return List.of(
                part(Purpose.NAME, AGAIN * base, SUMMARIES * SUMMARY, 60),
                part(Purpose.AUDIT, AGAIN * all, LABEL, 50),
                part(Purpose.PROPOSE, Math.ceil(raised / NEIGHBORHOOD), NEIGHBORHOOD * LABEL, 100),
                part(Purpose.DEDUPLICATE, parents == 0 ? 0 : 1, (double) parents * NAME, 100),
                part(Purpose.ASSIGN, raised, LABEL + CHOICES * NAME, NAME),
                part(Purpose.RENAME, AGAIN * parents, SUMMARIES * SUMMARY + CHILDREN * LABEL, 60));
    }

    private static Part part(Purpose purpose, double calls, double data, double output) {
        Prompt prompt = Prompt.of(purpose);
        return new Part(purpose, calls, Tokens.count(prompt.system()) + Tokens.count(prompt.user()) + data, output);
    }

    private static double answer(Question<?> question) {
        return question instanceof Question.Facets facets
                ? facets.facets().stream().mapToInt(Estimates::answer).sum()
                : 8;
    }

    /** The field's name, and what it holds. */
    private static int answer(Facet facet) {
        return switch (facet) {
            case Facet.Text text -> 40;
            case Facet.Category category -> category.multiple() ? 16 : 12;
            case Facet.Number number -> 8;
            case Facet.Flag flag -> 8;
        };
    }

    private static long sum(List<Part> parts, double calls, double input, double output) {
        return Math.round(parts.stream()
                .mapToDouble(part -> part.calls() * (calls + input * part.input() + output * part.output()))
                .sum());
    }

    private @Nullable Long micros(PromptedModel model, List<Part> parts, RunSpec spec) {
        double micros = 0;
        for (Part part : parts) {
            Optional<Price> price = prices.of(spec.model().provider(), model.model(part.purpose()));
            if (price.isEmpty()) {
                return null;
            }
            micros += part.calls()
                    * (part.input() * price.get().input()
                            + part.output() * price.get().output());
        }
        return Long.valueOf(Math.round(micros));
    }
}
