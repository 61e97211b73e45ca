package murmuration.offline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import murmuration.core.Question;
import murmuration.core.Question.Label;
import murmuration.offline.Candidates.Candidate;

/** Names a cluster by what its people ask for: the most telling verb with its object, else the most telling things. */
final class Naming {
    private static final int SUPPORT = 6;
    private static final int SAFE = 16;
    private static final double ACTION = 1.25;

    private Naming() {}

    static Label name(Question.Name question) {
        Votes inside = new Votes(question.inside());
        List<Candidate> candidates = new Candidates(
                        inside, new Votes(question.outside()), new Votes(question.background()), question.avoid())
                .of(question.inside());
        List<Candidate> supported = candidates.stream()
                .filter(c -> c.support() >= Math.min(SUPPORT, inside.voters()))
                .toList();
        if (supported.isEmpty()) {
            return new Label("", "");
        }
        Candidate best = best(supported);
        return label(
                best,
                supported,
                question.avoid().isEmpty() ? Math.min(SAFE, Math.max(SUPPORT, inside.voters() / 3)) : SAFE);
    }

    private static Candidate best(List<Candidate> candidates) {
        Candidate best = candidates.getFirst();
        double most = Double.NEGATIVE_INFINITY;
        for (Candidate candidate : candidates) {
            double score = candidate.score()
                    * (candidate.phrase().isAction()
                                    && !candidate.phrase().noun().isEmpty()
                            ? ACTION
                            : 1);
            if (score > most) {
                most = score;
                best = candidate;
            }
        }
        return best;
    }

    private static Label label(Candidate best, List<Candidate> candidates, int safe) {
        Set<String> said = new HashSet<>(best.stems());
        List<String> mentioned = new ArrayList<>();
        for (Candidate candidate : candidates) {
            boolean news = candidate.stems().stream().noneMatch(said::contains);
            if (mentioned.size() < 3 && news && !candidate.phrase().isAction() && candidate.support() >= safe) {
                mentioned.add(candidate.text());
                said.addAll(candidate.stems());
            }
        }
        String request = best.phrase().isAction() ? best.text() : "ask about " + best.text();
        String first = best.phrase().isAction()
                ? "Users asked to " + best.text() + "."
                : "Users asked about " + best.text() + ".";
        String second = mentioned.isEmpty() ? "" : " They often mentioned " + listed(mentioned) + ".";
        return new Label(capitalized(request), first + second);
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
