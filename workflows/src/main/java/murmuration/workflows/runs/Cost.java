package murmuration.workflows.runs;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import murmuration.core.Purpose;
import murmuration.core.RunSpec;
import murmuration.core.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What asking language models has cost a run so far.
 *
 * @param estimate what was expected before anything was asked; null where nothing was
 * @param stored answers that cost nothing
 * @param reservedMicros millionths of a dollar that calls whose end is not known may cost
 */
public record Cost(
        List<Usage> usage,
        List<Stored> stored,
        long reservedMicros,
        long reservedCalls,
        @Nullable Estimate estimate) {
    static final Cost NONE = new Cost(List.of(), List.of(), 0, 0, null);

    private static final String ANSWERED = "ANSWERED";

    /** What calls end with that follows from the conversation which they ask about. */
    private static final Set<String> OF_ONE_CONVERSATION =
            Set.of(ANSWERED, "REFUSED", "CONTEXT_TOO_LONG", "TRUNCATED", "MALFORMED_OUTPUT", "INVALID_INPUT");

    public Cost {
        usage = List.copyOf(usage);
        stored = List.copyOf(stored);
    }

    /** What the plan expects. @param sample transcripts whose tokens were counted */
    public record Estimate(
            long calls,
            long inputTokens,
            long outputTokens,
            @Nullable Long micros,
            int sample) {
        private Estimate roughly(RunSpec.MinimumsSpec minimums) {
            return new Estimate(
                    minimums.rough(calls),
                    minimums.rough(inputTokens),
                    minimums.rough(outputTokens),
                    micros == null ? null : Long.valueOf(minimums.rough(micros)),
                    Math.toIntExact(minimums.rough(sample)));
        }
    }

    /**
     * Calls that ended alike.
     *
     * @param outcome ANSWERED, or the code that they failed with
     * @param micros null where the model has no price
     */
    public record Usage(
            Purpose purpose,
            String model,
            String outcome,
            long calls,
            long inputTokens,
            long outputTokens,
            @Nullable Long micros) {
        /** Whether its number tells how many conversations ended somehow: no outage, but what became of one of them. */
        private boolean countsConversations() {
            return purpose.stage() == Stage.EXTRACT && OF_ONE_CONVERSATION.contains(outcome);
        }

        private Usage as(String other, long otherCalls) {
            return new Usage(purpose, model, other, otherCalls, inputTokens, outputTokens, micros);
        }

        private Usage and(Usage more) {
            return new Usage(
                    purpose,
                    model,
                    outcome,
                    calls + more.calls,
                    inputTokens + more.inputTokens,
                    outputTokens + more.outputTokens,
                    micros == null || more.micros == null ? null : Long.valueOf(micros + more.micros));
        }

        private Usage roughly(RunSpec.MinimumsSpec minimums) {
            return countsConversations() ? as(outcome, minimums.rough(calls)) : this;
        }
    }

    /** Answers that were needed and not asked for, since they were stored. */
    public record Stored(Purpose purpose, String model, long answers) {
        private Stored roughly(RunSpec.MinimumsSpec minimums) {
            return purpose.stage() == Stage.EXTRACT
                    ? new Stored(purpose, model, minimums.floored(answers) == 0 ? 0 : minimums.rough(answers))
                    : this;
        }
    }

    /**
     * The same without what tells how many conversations ended in which state: calls that asked about one and came to an
     * end are one line for each purpose and model, and their number is rough; so is the estimate (docs/privacy.md). Where
     * they are fewer than may be counted, they join the line of the most: that anything at all went on behind a screen
     * would tell of few. So would stored answers, which are left out then.
     */
    Cost shown(RunSpec.MinimumsSpec minimums) {
        Map<List<String>, Usage> folded = new LinkedHashMap<>();
        for (Usage one : usage) {
            Usage line = one.countsConversations() ? one.as(ANSWERED, one.calls()) : one;
            folded.merge(List.of(line.purpose().name(), line.model(), line.outcome()), line, Usage::and);
        }
        return new Cost(
                joined(folded.values(), minimums)
                        .map(line -> line.roughly(minimums))
                        .toList(),
                stored.stream()
                        .map(line -> line.roughly(minimums))
                        .filter(line -> line.answers() > 0)
                        .toList(),
                reservedMicros,
                reservedCalls,
                estimate == null ? null : estimate.roughly(minimums));
    }

    private static Stream<Usage> joined(Collection<Usage> lines, RunSpec.MinimumsSpec minimums) {
        Optional<Usage> most =
                lines.stream().filter(Usage::countsConversations).max(Comparator.comparingLong(Usage::calls));
        List<Usage> few = lines.stream()
                .filter(line -> line.countsConversations() && minimums.floored(line.calls()) == 0)
                .filter(line -> most.filter(line::equals).isEmpty())
                .toList();
        return lines.stream()
                .filter(line -> !few.contains(line))
                .map(line -> most.filter(line::equals).isEmpty()
                        ? line
                        : few.stream().reduce(line, Usage::and));
    }

    /** Millionths of a dollar that count against the budget. */
    long countedMicros() {
        return reservedMicros
                + usage.stream()
                        .map(Usage::micros)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .sum();
    }
}
