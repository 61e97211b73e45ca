package murmuration.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
        List<String> requests = new ArrayList<>(List.of(best.request()));
        another(best, said).ifPresent(candidate -> {
            requests.add(candidate.request());
            said.addAll(candidate.stems());
        });
        String description = "Users asked to " + String.join(", or to ", requests) + ".";
        List<String> mentioned = mentioned(said);
        String second = mentioned.isEmpty() ? "" : " They often mentioned " + listed(mentioned) + ".";
        return new Label(
                capitalized(best.request()),
                description.replace("asked to ask", "asked").replace("or to ask", "or asked") + second);
    }

    /** What is done with the most telling thing, if enough people say it; else the thing. */
    private Candidate best() {
        Candidate first = candidates.getFirst();
        if (first.phrase().isAction() && !first.phrase().noun().isEmpty()) {
            return specific(first);
        }
        return candidates.stream()
                .filter(c -> c.phrase().isAction() && !c.phrase().noun().isEmpty())
                .filter(c -> sharesThing(c, first) && c.support() >= safe && c.written() >= DONE * first.written())
                .max(Comparator.comparingDouble(Candidate::score))
                .map(this::specific)
                .orElse(first);
    }

    /** How to do it, where most who say it ask that. */
    private Candidate specific(Candidate action) {
        return candidates.stream()
                .filter(c -> c.phrase().isQuestion() && c.stems().equals(action.stems()))
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
                .filter(c -> !c.phrase().verb().equals("ask for"))
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
