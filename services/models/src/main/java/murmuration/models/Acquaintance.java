package murmuration.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that this process has asked something. One that it has not may refuse what it is told, and a batch would hear of
 * that call by call; so one question is asked alone before the first batch, and others wait for what comes of it. Thread-safe.
 *
 * @param met addresses and models; shared by all runs of the process
 * @param alone asks a question by itself
 */
record Acquaintance(ConcurrentMap<String, Boolean> met, Consumer<Question<?>> alone) {
    private static final Logger LOG = LoggerFactory.getLogger(Acquaintance.class);

    /** Asks a question of these that is not answered yet, unless the model is known here. */
    void make(Desk desk, BatchRound round, ProviderBatches.Questions questions) {
        String model = desk.run().spec().model().provider() + " "
                + desk.run().spec().model().baseUrl() + " " + round.model();
        met.computeIfAbsent(model, any -> {
            Optional<Question<?>> unanswered = unanswered(desk, questions);
            unanswered.ifPresent(this::ask);
            return true;
        });
    }

    /** What is wrong with one question keeps no batch: it is asked again by itself, and is counted there. */
    private void ask(Question<?> question) {
        try {
            alone.accept(question);
        } catch (MurmurationException e) {
            if (e.code() != ErrorCode.INVALID_INPUT && e.code() != ErrorCode.INTERNAL) {
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
