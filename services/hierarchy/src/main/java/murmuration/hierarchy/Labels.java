package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import murmuration.core.Answer;
import murmuration.core.LanguageModel;
import murmuration.core.Question;
import murmuration.core.Question.Label;
import murmuration.runtime.Parallel;

/**
 * Gets names and descriptions that keep the rules: one more question where one does not, then none (method.md, 8); and no
 * two of a level with the same name.
 */
final class Labels {
    private final LanguageModel model;
    private final Parallel parallel;
    private final int support;

    /** Labels in which a word that we add ourselves is one that at least {@code support} accounts use. */
    Labels(LanguageModel model, Parallel parallel, int support) {
        this.model = model;
        this.parallel = parallel;
        this.support = support;
    }

    /**
     * A label for each, in their order; none where no readable one could be had.
     *
     * @param taken keys of the names that others of the level have; the new ones are added
     */
    List<Optional<Label>> of(List<Naming> namings, Set<String> taken) {
        List<Optional<Label>> labels = new ArrayList<>(
                parallel.map(namings, naming -> ask(naming, naming.cluster().avoid())));
        List<Integer> same = new ArrayList<>();
        for (int i = 0; i < namings.size(); i++) {
            Optional<Label> label = labels.get(i);
            if (label.isPresent() && !claims(namings.get(i), label.get(), taken)) {
                same.add(i);
            }
        }
        List<Label> others =
                parallel.map(same, i -> another(namings.get(i), labels.get(i).orElseThrow()));
        for (int j = 0; j < same.size(); j++) {
            int i = same.get(j);
            Label label = others.get(j);
            if (!taken.add(Names.key(label.name()))) {
                label = toldApart(namings.get(i), label, taken);
                taken.add(Names.key(label.name()));
            }
            labels.set(i, Optional.of(label));
        }
        return labels;
    }

    private Optional<Label> ask(Naming naming, List<String> avoid) {
        if (naming.sample().inside().isEmpty()) {
            return Optional.empty();
        }
        Question<Label> question = naming.question().apply(avoid);
        return given(model.ask(question)).or(() -> given(model.askAgain(question)));
    }

    private static Optional<Label> given(Answer<Label> answer) {
        return switch (answer) {
            case Answer.Given<Label> given ->
                Optional.of(Names.stripped(given.value())).filter(Names::valid);
            case Answer.Missing<Label> missing -> Optional.empty();
        };
    }

    /** Whether nobody has its name yet, above or beside it; then it has. */
    private static boolean claims(Naming naming, Label label, Set<String> taken) {
        String key = Names.key(label.name());
        return !naming.below().contains(key) && taken.add(key);
    }

    /** The later of two that are called the same is asked once more. */
    private Label another(Naming naming, Label label) {
        List<String> avoid = Stream.concat(naming.cluster().avoid().stream(), Stream.of(label.name()))
                .toList();
        return ask(naming, avoid).orElse(label);
    }

    /**
     * Where it still is, a word of its own tells it apart. Where many accounts share no such word both keep the name: a word of
     * a few could point at them.
     */
    private Label toldApart(Naming naming, Label label, Set<String> taken) {
        return TellingWords.of(naming.sample(), label.name(), support).stream()
                .map(word -> label.name() + " (" + word + ")")
                .filter(name -> Names.validName(name) && !taken.contains(Names.key(name)))
                .findFirst()
                .map(name -> new Label(name, label.description()))
                .orElse(label);
    }
}
