package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import murmuration.core.Answer;
import murmuration.core.Embedder;
import murmuration.core.LanguageModel;
import murmuration.core.Question;
import murmuration.core.Question.Candidate;
import murmuration.core.Question.Child;
import murmuration.core.UnitVectors;

/** Assigns each cluster to one parent (method.md, 9, step 5); never to one only because it came first. */
final class Placing {
    private static final int CANDIDATES = 50;
    private static final double SAME = 0.9;

    private final LanguageModel model;
    private final Embedder embedder;

    Placing(LanguageModel model, Embedder embedder) {
        this.model = model;
        this.embedder = embedder;
    }

    /**
     * Asks for a cluster's parent.
     *
     * @param allowed indices of the parents to choose from; where they are many, only the nearest are shown
     * @param seed of the order in which they are shown
     */
    Placement place(Child child, List<Candidate> parents, List<Integer> allowed, long seed) {
        List<Integer> nearest = nearest(child.vector(), parents, allowed);
        List<Integer> shown = new ArrayList<>(nearest);
        Collections.shuffle(shown, new Random(seed));
        Question.Assign question =
                new Question.Assign(child, shown.stream().map(parents::get).toList());
        return read(model.ask(question), parents, shown)
                .or(() -> read(model.askAgain(question), parents, shown)
                        .map(p -> new Placement(p.parent(), Placement.By.ASKED)))
                .orElseGet(() -> new Placement(nearest.getFirst(), Placement.By.FALLBACK));
    }

    private static List<Integer> nearest(float[] vector, List<Candidate> parents, List<Integer> allowed) {
        List<float[]> directions =
                allowed.stream().map(i -> parents.get(i).vector()).toList();
        return UnitVectors.byNearness(vector, directions).stream()
                .limit(CANDIDATES)
                .map(allowed::get)
                .toList();
    }

    private Optional<Placement> read(Answer<String> answer, List<Candidate> parents, List<Integer> shown) {
        return switch (answer) {
            case Answer.Given<String> given -> read(given.value(), parents, shown);
            case Answer.Missing<String> missing -> Optional.empty();
        };
    }

    private Optional<Placement> read(String answer, List<Candidate> parents, List<Integer> shown) {
        String key = Names.key(answer);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        return shown.stream()
                .filter(i -> Names.key(parents.get(i).name()).equals(key))
                .findFirst()
                .map(i -> new Placement(i, Placement.By.EXACT))
                .or(() -> near(answer, parents, shown));
    }

    private Optional<Placement> near(String answer, List<Candidate> parents, List<Integer> shown) {
        float[] vector = embedder.embed(List.of(answer)).row(0);
        int best = nearest(vector, parents, shown).getFirst();
        return UnitVectors.cosine(vector, parents.get(best).vector()) >= SAME
                ? Optional.of(new Placement(best, Placement.By.EMBEDDING))
                : Optional.empty();
    }
}
