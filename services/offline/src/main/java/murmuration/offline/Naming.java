package murmuration.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import murmuration.core.Question;
import murmuration.core.Question.Label;

/**
 * Names a cluster by what its people ask for: the most telling verb with its object, else the most telling things. Every
 * part is a claim that enough accounts of the sample hold; asked again, with claims to avoid, it says only what many do.
 */
final class Naming {
    private static final int LEAST = 5;
    private static final int ENOUGH = 7;
    private static final int SAFE = 16;
    private static final int MENTIONED = 3;
    /** The share of those who write a thing who also write what is to be done with it. */
    private static final double DONE = 0.12;
    /** How much of the first's score a second thing must have to stand beside it in the name. */
    private static final double BESIDE = 0.3;
    /** The same for a thing that stands in place of a verb alone. */
    private static final double INSTEAD = 0.12;
    /** The share of those who say it shortly who also say it in more words. */
    private static final double LONGER = 0.45;

    private final List<Candidate> candidates;
    private final Predicate<Candidate> enough;
    private final Predicate<Candidate> safe;
    private final Predicate<Candidate> fair;

    private Naming(Question.Name question) {
        Votes inside = new Votes(question.inside());
        boolean again = !question.avoid().isEmpty();
        int many = again ? SAFE + 2 : Math.min(SAFE, Math.max(ENOUGH, inside.voters() / 2));
        safe = candidate -> candidate.support() >= many;
        fair = again ? safe : candidate -> candidate.support() >= Math.min(SAFE, Math.max(ENOUGH, inside.voters() / 6));
        enough = again ? safe : candidate -> candidate.support() >= ENOUGH;
        List<Candidate> all = new Candidates(
                        inside, new Votes(question.outside()), new Votes(question.background()), question.avoid())
                .of(question.inside());
        List<Candidate> supported = all.stream().filter(enough).toList();
        candidates = supported.isEmpty()
                ? all.stream().filter(c -> c.support() >= LEAST).toList()
                : supported;
    }

    /** A name and description, or nothing where nothing is shared. */
    static Optional<Label> name(Question.Name question) {
        Naming naming = new Naming(question);
        return naming.candidates.isEmpty() ? Optional.empty() : Optional.of(naming.label());
    }

    private Label label() {
        Candidate best = best();
        Set<String> said = new HashSet<>(best.stems());
        Optional<Candidate> beside = beside(best);
        beside.ifPresent(other -> said.addAll(other.stems()));
        Optional<Candidate> another = another(best, said);
        another.ifPresent(other -> said.addAll(other.stems()));
        String name = best.name() + beside.map(other -> " and " + other.name()).orElse("");
        String asked = best.asked()
                + beside.map(other -> " and " + other.text()).orElse("")
                + another.map(other -> ", or " + other.asked()).orElse("");
        List<String> mentioned = mentioned(said);
        String more = mentioned.isEmpty() ? "" : " They often mentioned " + Prose.listed(mentioned) + ".";
        return new Label(Prose.capitalized(Prose.spelled(name)), Prose.spelled("Users asked " + asked + "." + more));
    }

    /** What is done with the most telling thing, if enough people say it; else the thing. */
    private Candidate best() {
        Candidate first = first();
        if (first.isDone()) {
            return specific(first);
        }
        return candidates.stream()
                .filter(c -> c.isDone() && c.sharesWith(first.stems()) && enough.test(c))
                .filter(c -> c.written() >= DONE * first.written())
                .filter(c -> c.stems().containsAll(first.stems()) || c.score() >= 0.5 * first.score())
                .max(Comparator.comparingDouble(Candidate::score))
                .map(this::specific)
                .orElse(first);
    }

    /** A verb alone says less than a thing, unless it is nearly all that is said. */
    private Candidate first() {
        Candidate first = candidates.getFirst();
        boolean little = first.phrase().isBare() || Phrases.isVague(first.phrase());
        return candidates.stream()
                .filter(c -> little && !c.phrase().isBare() && !Phrases.isVague(c.phrase()))
                .filter(c -> c.score() >= INSTEAD * first.score())
                .findFirst()
                .orElseGet(() -> specific(first));
    }

    /** In more words, or as a question or a state, where most who say it put it so. */
    private Candidate specific(Candidate action) {
        return candidates.stream()
                .filter(c ->
                        c.isDone() && c.phrase().verb().equals(action.phrase().verb()))
                .filter(c -> c.phrase().length() > action.phrase().length()
                        && c.stems().containsAll(action.stems()))
                .filter(c -> safe.test(c) && c.written() >= LONGER * action.written())
                .max(Comparator.comparingDouble(Candidate::written))
                .orElseGet(() -> otherwise(action));
    }

    private Candidate otherwise(Candidate action) {
        return candidates.stream()
                .filter(c -> c.stems().equals(action.stems())
                        && (c.phrase().isQuestion() || c.phrase().isState()))
                .filter(c -> c.written() >= 0.5 * action.written())
                .findFirst()
                .orElse(action);
    }

    /** A second thing where the first says little alone. */
    private Optional<Candidate> beside(Candidate best) {
        return candidates.stream()
                .filter(c -> !best.phrase().isAction() && best.phrase().length() == 1)
                .filter(c -> c.isThing() && c.phrase().tail().isEmpty() && !c.sharesWith(best.stems()))
                .filter(c -> fair.test(c) && c.score() >= BESIDE * best.score())
                .findFirst();
    }

    /** Something else that is done, by others. */
    private Optional<Candidate> another(Candidate best, Set<String> said) {
        return candidates.stream()
                .filter(c -> c.isDone() && !c.phrase().isQuestion() && safe.test(c))
                .filter(c -> !said.containsAll(c.stems())
                        && !c.stems().containsAll(best.stems())
                        && c.score() >= BESIDE * best.score())
                .findFirst();
    }

    private List<String> mentioned(Set<String> alreadySaid) {
        Set<String> said = new HashSet<>(alreadySaid);
        List<String> mentioned = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (mentioned.size() < MENTIONED
                    && candidate.isThing()
                    && safe.test(candidate)
                    && !candidate.sharesWith(said)) {
                mentioned.add(candidate.text());
                said.addAll(candidate.stems());
            }
        }
        return mentioned;
    }
}
