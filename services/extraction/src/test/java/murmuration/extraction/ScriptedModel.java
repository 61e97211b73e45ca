package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import murmuration.core.Answer;
import murmuration.core.EndState;
import murmuration.core.ErrorCode;
import murmuration.core.Facet;
import murmuration.core.LanguageModel;
import murmuration.core.MurmurationException;
import murmuration.core.Question;
import murmuration.core.Turn;

/** A model that does what a conversation's first turn says: {@code crash}, {@code silent}, {@code refuse}, or answers it. */
final class ScriptedModel implements LanguageModel {
    final AtomicInteger asked = new AtomicInteger();
    volatile Set<String> vocabulary = Set.of();
    volatile Runnable beforeAnswer = () -> {};
    final Set<String> answered = ConcurrentHashMap.newKeySet();
    volatile Function<String, Optional<ErrorCode>> failure = text -> Optional.empty();

    LanguageModel knowing(Set<String> words) {
        vocabulary = words;
        return this;
    }

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public int namingSample() {
        return 50;
    }

    @Override
    @SuppressWarnings("unchecked") // each case answers with the type of its own question
    public <A> Answer<A> ask(Question<A> question) {
        return (Answer<A>)
                switch (question) {
                    case Question.Facets facets -> facets(facets);
                    case Question.Screen screen ->
                        Answer.of(!first(screen.conversation().turns()).contains("unwanted"));
                    default -> throw new IllegalStateException("extraction asks nothing else");
                };
    }

    private Answer<Map<String, List<String>>> facets(Question.Facets question) {
        asked.incrementAndGet();
        beforeAnswer.run();
        String text = first(question.conversation().turns());
        failure.apply(text).ifPresent(code -> {
            throw new MurmurationException(code, "by script", Duration.ofSeconds(3));
        });
        assertThat(answered.add(text) || !text.startsWith("once"))
                .as("answered again")
                .isTrue();
        return switch (text) {
            case "crash" -> throw new IllegalArgumentException("a text that must not get out");
            case "silent" -> Answer.of(Map.of());
            case "refuse" -> Answer.missing(EndState.REFUSED);
            default ->
                Answer.of(question.facets().stream().collect(Collectors.toMap(Facet::id, facet -> switch (facet) {
                    case Facet.Text any -> List.of("about " + text);
                    case Facet.Category any -> List.of("English", "Nonsense");
                    default -> List.of();
                })));
        };
    }

    private static String first(List<Turn> turns) {
        return turns.getFirst().text();
    }
}
