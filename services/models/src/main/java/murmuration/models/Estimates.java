package murmuration.models;

import java.util.ArrayList;
import java.util.List;
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

    /** Conversations whose summaries are sent together. */
    private static final int EMBEDDED = 250;

    private final Prices prices;

    Estimates(Prices prices) {
        this.prices = prices;
    }

    /** Calls of one model, and the tokens of each. @param price null: it has none */
    private record Part(
            double calls,
            double input,
            double output,
            @Nullable Price price) {}

    /** @param sample the questions about conversations, of so many of them */
    Estimate of(RunSpec spec, List<Question<?>> sample, int sampled, long conversations) {
        Clusters clusters = Clusters.of(spec, conversations);
        List<Part> parts = new ArrayList<>();
        if (!spec.model().embedded()) {
            PromptedModel model = PromptedModel.silent(spec.model());
            sample.forEach(question -> parts.add(asked(
                    model.call(question),
                    conversations / (double) sampled,
                    question,
                    spec.beside().batch())));
            parts.addAll(clusters(model, clusters));
        }
        if (!spec.embedding().embedded()) {
            parts.add(embedded(spec.embedding(), conversations, clusters));
        }
        return new Estimate(sum(parts, 1, 0, 0), sum(parts, 0, 1, 0), sum(parts, 0, 0, 1), micros(parts), sampled);
    }

    /** How many clusters there will be about. */
    private record Clusters(long base, long parents) {
        static Clusters of(RunSpec spec, long conversations) {
            Integer k = spec.cluster().k();
            long base = k == null ? Math.max(1, conversations / CLUSTER_SIZE) : k;
            return new Clusters(base, base > FEWEST_RAISED ? base / CHILDREN : 0);
        }

        double all() {
            return base + (double) parents;
        }
    }

    private Part asked(Call call, double calls, Question<?> question, boolean batch) {
        @Nullable Price price = price(call.provider(), call.model());
        return new Part(calls, Tokens.of(call), answer(question), price != null && batch ? price.half() : price);
    }

    private List<Part> clusters(PromptedModel model, Clusters clusters) {
        long parents = clusters.parents();
        double raised = parents == 0 ? 0 : clusters.all();
        return List.of(
                part(model, Purpose.NAME, AGAIN * clusters.base(), SUMMARIES * SUMMARY, 60),
                part(model, Purpose.AUDIT, AGAIN * clusters.all(), LABEL, 50),
                part(model, Purpose.PROPOSE, Math.ceil(raised / NEIGHBORHOOD), NEIGHBORHOOD * LABEL, 100),
                part(model, Purpose.DEDUPLICATE, parents == 0 ? 0 : 1, (double) parents * NAME, 100),
                part(model, Purpose.ASSIGN, raised, LABEL + CHOICES * NAME, NAME),
                part(model, Purpose.RENAME, AGAIN * parents, SUMMARIES * SUMMARY + CHILDREN * LABEL, 60));
    }

    private Part part(PromptedModel model, Purpose purpose, double calls, double data, double output) {
        Prompt prompt = Prompt.of(purpose);
        double input = Tokens.count(prompt.system()) + Tokens.count(prompt.user()) + data;
        return new Part(calls, input, output, price(model.provider(), model.model(purpose)));
    }

    /** Each summary once, and each name that is made. */
    private Part embedded(RunSpec.Embedding spec, long conversations, Clusters clusters) {
        double calls = Math.ceil((double) conversations / EMBEDDED) + 1;
        double tokens = conversations * (double) SUMMARY + AGAIN * clusters.all() * LABEL;
        return new Part(calls, tokens / calls, 0, price(spec.provider(), spec.name()));
    }

    private @Nullable Price price(String provider, String model) {
        return prices.of(provider, model).orElse(null);
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

    private static @Nullable Long micros(List<Part> parts) {
        double micros = 0;
        for (Part part : parts) {
            @Nullable Price price = part.price();
            if (price == null) {
                return null;
            }
            micros += part.calls() * (part.input() * price.input() + part.output() * price.output());
        }
        return Long.valueOf(Math.round(micros));
    }
}
