package murmuration.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import murmuration.core.Question;
import murmuration.core.Question.Label;
import murmuration.offline.Candidates.Candidate;

/** Names a cluster by what its people ask for: the most telling verb with its object, else the most telling things. */
final class Naming {
    private static final int SUPPORT = 6;
    private static final int SAFE = 16;
    private static final int MENTIONED = 3;
    /** The share of those who write a thing who also write what is to be done with it. */
    private static final double DONE = 0.12;

    private static final double BESIDE = 0.2;
    private static final int BESIDES = 2;
    private static final double LONGER = 0.45;

    private final Votes inside;
    private final List<Candidate> candidates;
    private final int safe;

    private Naming(Question.Name question) {
        inside = new Votes(question.inside());
        int enough = Math.min(SUPPORT, inside.voters());
        candidates = new Candidates(
                        inside, new Votes(question.outside()), new Votes(question.background()), question.avoid())
                .of(question.inside()).stream()
                        .filter(c -> c.support() >= enough)
                        .toList();
        safe = question.avoid().isEmpty() ? Math.min(SAFE, Math.max(SUPPORT + 1, inside.voters() / 2)) : SAFE + 2;
    }

    /** A name and description, or nothing where nothing is shared. */
    static Optional<Label> name(Question.Name question) {
        Naming naming = new Naming(question);
        return naming.candidates.isEmpty() ? Optional.empty() : Optional.of(naming.label());
    }

    private Label label() {
        Candidate best = best();
        Set<String> said = new HashSet<>(best.stems());
        List<Candidate> beside = beside(best);
        beside.forEach(other -> said.addAll(other.stems()));
        String name = listed(joined(best.name(), beside, Candidate::name));
        String asked = listed(joined(best.asked(), beside, Candidate::text));
        Optional<Candidate> another = another(best, said);
        another.ifPresent(other -> said.addAll(other.stems()));
        List<String> mentioned = mentioned(said);
        return new Label(
                capitalized(name),
                "Users asked " + asked
                        + another.map(other -> ", or " + other.asked()).orElse("") + "."
                        + (mentioned.isEmpty() ? "" : " They often mentioned " + listed(mentioned) + "."));
    }

    /** One or two more things where the first says little alone: each is a claim of its own. */
    private List<Candidate> beside(Candidate best) {
        List<Candidate> beside = new ArrayList<>();
        if (best.isDone() || best.phrase().length() > 1) {
            return beside;
        }
        Set<String> said = new HashSet<>(best.stems());
        for (Candidate candidate : candidates) {
            boolean thing =
                    !candidate.phrase().isAction() && candidate.phrase().tail().isEmpty();
            if (beside.size() < BESIDES
                    && thing
                    && candidate.support() > SUPPORT
                    && candidate.stems().stream().noneMatch(said::contains)
                    && !Phrases.isVague(candidate.phrase())
                    && candidate.score() >= BESIDE * best.score()) {
                beside.add(candidate);
                said.addAll(candidate.stems());
            }
        }
        return beside;
    }

    private static List<String> joined(String first, List<Candidate> others, Function<Candidate, String> said) {
        return Stream.concat(Stream.of(first), others.stream().map(said)).toList();
    }

    /** What is done with the most telling thing, if enough people say it; else the thing. */
    private Candidate best() {
        Candidate first = first();
        if (first.isDone()) {
            return specific(first);
        }
        Optional<Candidate> done = candidates.stream()
                .filter(c -> c.isDone() && sharesThing(c, first) && c.support() >= safe)
                .filter(c -> c.written() >= DONE * first.written())
                .filter(c -> c.stems().containsAll(first.stems()) || c.score() >= 0.5 * first.score())
                .max(Comparator.comparingDouble(Candidate::score));
        return done.map(this::specific).orElse(first);
    }

    /** A verb alone says less than any thing, unless it is nearly all that is said. */
    private Candidate first() {
        Candidate first = candidates.getFirst();
        if (!first.phrase().isBare()) {
            return first;
        }
        return candidates.stream()
                .filter(c -> !c.phrase().isBare() && !Phrases.isVague(c.phrase()) && c.score() >= 0.3 * first.score())
                .findFirst()
                .orElseGet(() -> specific(first));
    }

    /** With more words, or as a question or a state, where most who say it put it so. */
    private Candidate specific(Candidate action) {
        Optional<Candidate> longer = candidates.stream()
                .filter(c -> c.isDone()
                        && c.phrase().verb().equals(action.phrase().verb())
                        && c.phrase().length() > action.phrase().length())
                .filter(c -> c.stems().containsAll(action.stems())
                        && c.support() >= safe
                        && c.written() >= LONGER * action.written())
                .max(Comparator.comparingDouble(Candidate::written));
        return longer.isPresent() ? longer.get() : otherwise(action);
    }

    private Candidate otherwise(Candidate action) {
        return candidates.stream()
                .filter(c -> c.stems().equals(action.stems())
                        && (c.phrase().isQuestion() || c.phrase().isState()))
                .filter(c -> c.written() >= 0.5 * action.written())
                .findFirst()
                .orElse(action);
    }

    private static boolean sharesThing(Candidate action, Candidate thing) {
        return action.stems().stream().anyMatch(thing.stems()::contains);
    }

    /** Something else that is done, by others. */
    private Optional<Candidate> another(Candidate best, Set<String> said) {
        return candidates.stream()
                .filter(c -> c.phrase().isAction()
                        && !c.phrase().isQuestion()
                        && !c.phrase().noun().isEmpty()
                        && c.support() >= safe)
                .filter(c -> !said.containsAll(c.stems()) && c.score() >= 0.3 * best.score())
                .findFirst();
    }

    private List<String> mentioned(Set<String> alreadySaid) {
        Set<String> said = new HashSet<>(alreadySaid);
        List<String> mentioned = new ArrayList<>();
        for (Candidate candidate : candidates) {
            boolean news = candidate.stems().stream().noneMatch(said::contains);
            if (mentioned.size() < MENTIONED
                    && news
                    && !candidate.phrase().isAction()
                    && candidate.support() >= safe
                    && !Phrases.isVague(candidate.phrase())) {
                mentioned.add(candidate.text());
                said.addAll(candidate.stems());
            }
        }
        return mentioned;
    }

    static String listed(List<String> items) {
        if (items.size() == 1) {
            return items.getFirst();
        }
        String head = String.join(", ", items.subList(0, items.size() - 1));
        return head + (items.size() > 2 ? "," : "") + " and " + items.getLast();
    }

    static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
