package murmuration.offline;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import murmuration.core.Question;
import murmuration.core.Question.Label;

/**
 * Names a cluster by what its people ask for: the most telling verb with its object where many enough say it, else the
 * things that most of them speak of. Every part is a claim that enough accounts of the sample hold; asked again, with claims
 * to avoid, it says only what many do.
 */
final class Naming {
    /** More than the review's minimum, since it asks for a few more: of 8 claims one for 3 more, of 64 one for 6. */
    private static final int LIKELY = 2;

    private static final int SURE = 5;
    private static final int THINGS = 3;
    private static final int MENTIONED = 4;
    /** What is done names a cluster if so many hold it, as a share of those who hold one of the things. */
    private static final double ACTION = 0.18;
    /** At this share of the summaries a name needs no further thing. */
    private static final double COVERED = 0.7;
    /** The least share of the summaries that a further thing must add. */
    private static final double ADDED = 0.08;
    /** The share of those who write a thing who also write what is to be done with it. */
    private static final double DONE = 0.12;
    /** The share of those who hold a thing who hold it in full. */
    private static final double FULL = 0.8;
    /** How much of the first's score what stands beside it must have. */
    private static final double BESIDE = 0.2;
    /** The same for a thing that stands in place of a verb alone. */
    private static final double INSTEAD = 0.12;
    /** The share of those who say it shortly who also say it in more words. */
    private static final double LONGER = 0.45;

    private final Votes inside;
    private final List<Candidate> candidates;
    private final Predicate<Candidate> enough;
    private final Predicate<Candidate> safe;
    private final Set<Candidate> claimed = new LinkedHashSet<>();

    private Naming(Question.Name question) {
        this(question, c -> c.support() >= question.support() + LIKELY, c -> c.support() >= question.support() + SURE);
    }

    private Naming(Question.Name question, Predicate<Candidate> enough, Predicate<Candidate> safe) {
        this.inside = new Votes(question.inside());
        this.enough = enough;
        this.safe = safe;
        List<Candidate> all = new Candidates(
                        inside, new Votes(question.outside()), new Votes(question.background()), question.avoid())
                .of(question.inside()).stream()
                        .filter(candidate -> !Phrases.isVague(candidate.phrase()))
                        .toList();
        List<Candidate> supported = all.stream().filter(enough).toList();
        candidates = supported.isEmpty()
                ? all.stream().filter(c -> c.support() >= question.support()).toList()
                : supported;
    }

    /** Asked again: what it claimed before and nobody objected to stands; what it adds must be sure. */
    private static Naming again(Question.Name question) {
        Naming first = new Naming(new Question.Name(
                question.inside(),
                question.outside(),
                question.background(),
                question.criteria(),
                List.of(),
                question.support()));
        if (!first.candidates.isEmpty()) {
            first.label();
        }
        Predicate<Candidate> safe = c -> first.claimed.contains(c) || c.support() > question.support() + SURE;
        return new Naming(question, safe, safe);
    }

    /** A name and description, or nothing where nothing is shared. */
    static Optional<Label> name(Question.Name question) {
        Naming naming = question.avoid().isEmpty() ? new Naming(question) : again(question);
        return naming.candidates.isEmpty() ? Optional.empty() : Optional.of(naming.label());
    }

    private Label label() {
        Candidate best = best();
        List<Candidate> things = things();
        boolean done = things.isEmpty() || (best.isDone() && share(List.of(best)) >= ACTION * share(things));
        List<Candidate> named = done ? List.of(best) : things;
        Set<String> said = new HashSet<>();
        named.forEach(candidate -> said.addAll(candidate.stems()));
        Optional<Candidate> another = another(named.getFirst(), said);
        another.ifPresent(other -> said.addAll(other.stems()));
        String name = done ? best.name() : listed(things);
        String asked = done ? best.asked() : "about " + listed(things);
        List<Candidate> mentioned = mentioned(said);
        claimed.addAll(named);
        another.ifPresent(claimed::add);
        claimed.addAll(mentioned);
        return new Label(
                Prose.capitalized(Prose.spelled(name)),
                Prose.spelled("Users asked " + asked
                        + another.map(other -> ", or " + other.asked()).orElse("") + "."
                        + (mentioned.isEmpty() ? "" : " They often mentioned " + listed(mentioned) + ".")));
    }

    private static String listed(List<Candidate> things) {
        return Prose.listed(things.stream().map(Candidate::thing).toList());
    }

    /** The share of the summaries that hold one of these. */
    private double share(List<Candidate> claimed) {
        BitSet held = new BitSet();
        claimed.forEach(candidate -> held.or(inside.holding(candidate.stems())));
        return inside.share(held);
    }

    /** What most speak of: the most telling thing, then the one that tells most of those who have not been reached. */
    private List<Candidate> things() {
        List<Candidate> open = candidates.stream()
                .filter(c -> c.isThing() || c.phrase().isBare())
                .toList();
        List<Candidate> chosen = new ArrayList<>();
        Set<String> said = new HashSet<>();
        BitSet reached = new BitSet();
        while (chosen.size() < THINGS && inside.share(reached) < COVERED) {
            Optional<Candidate> next = open.stream()
                    .filter(c -> !c.sharesWith(said) && added(c, reached) >= ADDED)
                    .filter(c -> chosen.isEmpty()
                            || c.score() >= BESIDE * chosen.getFirst().score())
                    .max(Comparator.comparingDouble(c -> c.score() * added(c, reached) / inside.share(c.stems())));
            if (next.isEmpty()) {
                break;
            }
            Candidate thing = inFull(next.get());
            chosen.add(thing);
            said.addAll(thing.stems());
            reached.or(inside.holding(thing.stems()));
        }
        return chosen;
    }

    /** Artificial intelligence, where hardly anybody speaks of another one. */
    private Candidate inFull(Candidate thing) {
        return candidates.stream()
                .filter(c -> c.isThing()
                        && c.stems().size() > thing.stems().size()
                        && c.stems().containsAll(thing.stems()))
                .filter(c -> c.support() >= FULL * thing.support())
                .findFirst()
                .orElse(thing);
    }

    private double added(Candidate candidate, BitSet reached) {
        BitSet added = inside.holding(candidate.stems());
        added.andNot(reached);
        return inside.share(added);
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
        boolean little = first.phrase().isBare();
        return candidates.stream()
                .filter(c -> little && !c.phrase().isBare())
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

    /** Something else that is done, by others. */
    private Optional<Candidate> another(Candidate best, Set<String> said) {
        return candidates.stream()
                .filter(c -> c.isDone() && !c.phrase().isQuestion() && safe.test(c))
                .filter(c -> !said.containsAll(c.stems())
                        && !c.stems().containsAll(best.stems())
                        && c.score() >= BESIDE * best.score())
                .findFirst();
    }

    private List<Candidate> mentioned(Set<String> alreadySaid) {
        Set<String> said = new HashSet<>(alreadySaid);
        List<Candidate> mentioned = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (mentioned.size() < MENTIONED
                    && candidate.isThing()
                    && safe.test(candidate)
                    && !candidate.sharesWith(said)) {
                mentioned.add(candidate);
                said.addAll(candidate.stems());
            }
        }
        return mentioned;
    }
}
