package murmuration.models;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import murmuration.core.Pace;
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

    private static final Duration UNMEASURED = Duration.ofSeconds(2);

    /** Names that are asked for and clusters that are reviewed at a time, where the spec does not say how many. */
    private static final int NAMES_AT_ONCE = 8;

    private static final int REVIEWS_AT_ONCE = 4;

    /** Clusters that are given to parents in one portion. */
    private static final int ASSIGNED_TOGETHER = 64;

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

    /**
     * Calls of one model for one purpose, and the tokens of each.
     *
     * @param share of the price that is paid: half of it in a batch
     * @param together how many can be made at a time
     */
    private record Part(
            String provider,
            String model,
            Purpose purpose,
            double calls,
            double input,
            double output,
            double share,
            int together) {
        /** How many are made at a time. @param most that the run makes at all */
        int atOnce(RunSpec spec, int most) {
            return switch (purpose) {
                case SCREEN, FACETS, EMBED -> most;
                case AUDIT -> Math.min(most, Pace.reviews(spec, REVIEWS_AT_ONCE));
                case NAME, PROPOSE, DEDUPLICATE, ASSIGN, RENAME ->
                    Math.min(most, Math.min(together, spec.questionsAtOnce(NAMES_AT_ONCE)));
            };
        }
    }

    /** The mean time of a provider's answers for a model, where it is known. */
    @FunctionalInterface
    interface Latency {
        Optional<Duration> of(String provider, String model);
    }

    /** @param sample the questions about conversations, of so many of them */
    Estimate of(RunSpec spec, List<Question<?>> sample, int sampled, long conversations) {
        List<Part> parts = questions(spec, sample, sampled, conversations);
        if (!spec.embedding().embedded()) {
            parts.add(embedded(spec.embedding(), conversations, Clusters.of(spec, conversations)));
        }
        return new Estimate(sum(parts, 1, 0, 0), sum(parts, 0, 1, 0), sum(parts, 0, 0, 1), micros(parts), sampled);
    }

    /**
     * How long the language model's calls outside batches take; of a model that nobody has measured, two seconds each.
     *
     * @param atOnce calls that the run makes at a time at most
     */
    static CallTime time(
            RunSpec spec, List<Question<?>> sample, int sampled, long conversations, Latency latency, int atOnce) {
        List<Part> parts = questions(spec, sample, sampled, conversations).stream()
                .filter(part -> part.share() == 1)
                .toList();
        double seconds = 0;
        double oneByOne = 0;
        boolean measured = true;
        for (Part part : parts) {
            Optional<Duration> known = latency.of(part.provider(), part.model());
            double these = part.calls() * known.orElse(UNMEASURED).toNanos() / 1e9;
            seconds += these / part.atOnce(spec, atOnce);
            oneByOne += these;
            measured &= known.isPresent() || part.calls() == 0;
        }
        return new CallTime(seconds, oneByOne / Math.max(1, sum(parts, 1, 0, 0)), measured);
    }

    /** What the language model is asked. */
    private static List<Part> questions(RunSpec spec, List<Question<?>> sample, int sampled, long conversations) {
        List<Part> parts = new ArrayList<>();
        if (!spec.model().embedded()) {
            PromptedModel model = PromptedModel.silent(spec.model());
            for (Question<?> question : sample) {
                parts.add(asked(
                        model.call(question),
                        conversations / (double) sampled,
                        question,
                        spec.beside().batch() ? 0.5 : 1));
            }
            parts.addAll(clusters(model, Clusters.of(spec, conversations)));
        }
        return parts;
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

    private static Part asked(Call call, double calls, Question<?> question, double share) {
        return new Part(
                call.provider(),
                call.model(),
                question.purpose(),
                calls,
                Tokens.of(call),
                AnswerTokens.about(question),
                share,
                Integer.MAX_VALUE);
    }

    private static List<Part> clusters(PromptedModel model, Clusters clusters) {
        long parents = clusters.parents();
        double raised = parents == 0 ? 0 : clusters.all();
        int wave = Pace.wave(clusters.base());
        return List.of(
                part(model, Purpose.NAME, AGAIN * clusters.base(), SUMMARIES * SUMMARY, 60, wave),
                part(model, Purpose.AUDIT, AGAIN * clusters.all(), LABEL, 50, wave),
                part(
                        model,
                        Purpose.PROPOSE,
                        Math.ceil(raised / NEIGHBORHOOD),
                        NEIGHBORHOOD * LABEL,
                        100,
                        Integer.MAX_VALUE),
                part(model, Purpose.DEDUPLICATE, parents == 0 ? 0 : 1, (double) parents * NAME, 100, 1),
                part(model, Purpose.ASSIGN, raised, LABEL + CHOICES * NAME, NAME, ASSIGNED_TOGETHER),
                part(
                        model,
                        Purpose.RENAME,
                        AGAIN * parents,
                        SUMMARIES * SUMMARY + CHILDREN * LABEL,
                        60,
                        Pace.wave(parents)));
    }

    private static Part part(
            PromptedModel model, Purpose purpose, double calls, double data, double output, int together) {
        Prompt prompt = Prompt.of(purpose);
        double input = Tokens.count(prompt.system()) + Tokens.count(prompt.user()) + data;
        return new Part(model.provider(), model.model(purpose), purpose, calls, input, output, 1, together);
    }

    /** Each summary once, and each name that is made. */
    private static Part embedded(RunSpec.Embedding spec, long conversations, Clusters clusters) {
        double calls = Math.ceil((double) conversations / EMBEDDED) + 1;
        double tokens = conversations * (double) SUMMARY + AGAIN * clusters.all() * LABEL;
        return new Part(spec.provider(), spec.name(), Purpose.EMBED, calls, tokens / calls, 0, 1, Integer.MAX_VALUE);
    }

    private static long sum(List<Part> parts, double calls, double input, double output) {
        return Math.round(parts.stream()
                .mapToDouble(part -> part.calls() * (calls + input * part.input() + output * part.output()))
                .sum());
    }

    private @Nullable Long micros(List<Part> parts) {
        double micros = 0;
        for (Part part : parts) {
            Optional<Price> price = prices.of(part.provider(), part.model());
            if (price.isEmpty()) {
                return null;
            }
            micros += part.share()
                    * part.calls()
                    * (part.input() * price.get().input()
                            + part.output() * price.get().output());
        }
        return Long.valueOf(Math.round(micros));
    }
}
