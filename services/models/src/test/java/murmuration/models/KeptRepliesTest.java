package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import murmuration.core.Answer;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import murmuration.core.RunSpec;
import org.junit.jupiter.api.Test;

class KeptRepliesTest {
    private static final Question.Audit AUDIT =
            new Question.Audit(new Question.Label("Write poems", "Poems."), "be brief");
    private static final String RATED = "{\"reason\": \"\", \"rating\": 3}";

    private final MemoryStore store = new MemoryStore();
    private final List<Call> saved = Collections.synchronizedList(new ArrayList<>());

    @Test
    void whatWasAnsweredIsNotAskedAgain() {
        ScriptedProvider provider = ScriptedProvider.saying("nothing to read", RATED);
        assertThat(model(provider).ask(AUDIT)).isEqualTo(Answer.of(3));
        assertThat(model(call -> {
                            throw new AssertionError("asked again");
                        })
                        .ask(AUDIT))
                .isEqualTo(Answer.of(3));
        assertThat(store.kept).hasSize(2);
        assertThat(saved).hasSize(2);
    }

    @Test
    void aSecondVoteIsPaidForOnceToo() {
        ScriptedProvider provider = ScriptedProvider.saying(RATED, RATED.replace('3', '4'));
        for (int run = 0; run < 2; run++) {
            assertThat(model(provider).ask(AUDIT)).isEqualTo(Answer.of(3));
            assertThat(model(provider).askAgain(AUDIT)).isEqualTo(Answer.of(4));
        }
        assertThat(provider.calls).hasSize(2);
    }

    @Test
    void whatManyAskAtOnceIsAskedOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(1);
        PromptedModel model = model(call -> {
            calls.incrementAndGet();
            await(answered);
            return new Reply(RATED, Reply.Stop.END, 1, 1);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer<Integer>>> answers = IntStream.range(0, 10)
                    .mapToObj(i -> threads.submit(() -> model.ask(AUDIT)))
                    .toList();
            answered.countDown();
            for (Future<Answer<Integer>> answer : answers) {
                assertThat(answer.get()).isEqualTo(Answer.of(3));
            }
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void aFailureIsNotKept() {
        PromptedModel failing = model(call -> {
            throw new MurmurationException(ErrorCode.OVERLOADED, "by script");
        });
        assertThatThrownBy(() -> failing.ask(AUDIT)).hasMessage("by script");
        assertThat(model(ScriptedProvider.saying(RATED)).ask(AUDIT)).isEqualTo(Answer.of(3));
    }

    @Test
    void anAnswerThatCouldNotBeStoredIsNotPaidForAgain() {
        ScriptedProvider provider = ScriptedProvider.saying(RATED);
        PromptedModel model = model(provider);
        store.away = true;
        assertThatThrownBy(() -> model.ask(AUDIT)).hasMessage("the store is away");
        store.away = false;
        assertThat(model.ask(AUDIT)).isEqualTo(Answer.of(3));
        assertThat(provider.calls).hasSize(1);
        assertThat(store.kept).hasSize(1);
    }

    /** Over a provider whose answers get into the store. */
    private PromptedModel model(Provider provider) {
        ReplyStore safe = new Unstored(store);
        Provider storing = call -> {
            Reply reply = provider.send(call);
            safe.keep(call, reply);
            return reply;
        };
        return new PromptedModel(
                new RunSpec.Model("openai", "m", null, null), new KeptReplies(storing, safe, saved::add));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
