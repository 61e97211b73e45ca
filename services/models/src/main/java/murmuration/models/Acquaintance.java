package murmuration.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets to know a model before its first batch: it may refuse what it is told, and a batch would hear of that call by call. So
 * one question is asked alone, until the model has answered this process over the network. Thread-safe.
 *
 * @param refusals shared by all runs of the process
 * @param alone asks a question by itself
 */
record Acquaintance(Refusals refusals, Consumer<Question<?>> alone) {
    private static final Logger LOG = LoggerFactory.getLogger(Acquaintance.class);

    /** Asks a question of these that is not answered yet, unless the model is known here. */
    void make(Desk desk, BatchRound round, ProviderBatches.Questions questions) {
        if (!refusals.hasMet(desk.model().at(), round.model())) {
            unanswered(desk, questions).ifPresent(this::ask);
        }
    }

    /** What is wrong with one question keeps no batch: it is asked again by itself, and is counted there. */
    private void ask(Question<?> question) {
        try {
            alone.accept(question);
        } catch (MurmurationException e) {
            if (e.code() != ErrorCode.INVALID_INPUT) {
                throw e;
            }
            LOG.warn("the question before a model's first batch failed: code={}", e.code());
        }
    }

    private static Optional<Question<?>> unanswered(Desk desk, ProviderBatches.Questions questions) {
        List<Question<?>> first = new ArrayList<>();
        questions.each(placed -> {
            if (first.isEmpty() && desk.replies().find(placed.call(desk)).isEmpty()) {
                first.add(placed.question());
            }
        });
        return first.stream().findFirst();
    }
}
