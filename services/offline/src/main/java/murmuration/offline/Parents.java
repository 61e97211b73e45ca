package murmuration.offline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import murmuration.core.Question.Child;
import murmuration.core.Question.Label;

/**
 * Names a parent by the things that its children share: those that cover most of its conversations, chosen greedily, so
 * that together they say what all of it is about.
 */
final class Parents {
    private static final int THINGS = 3;
    /** A thing that is only in a child's description counts less than one in its name. */
    private static final double DESCRIBED = 0.35;

    private static final double LEAST_GAIN = 0.06;
    private static final int REQUESTS = 3;
    private static final Pattern ASKED = Pattern.compile("^Users asked ([^.,]+)[.,]");

    private final List<Child> children;
    private final double[] weights;
    private final List<Set<String>> named = new ArrayList<>();
    private final List<Set<String>> told = new ArrayList<>();
    private final Map<String, Phrase> things = new HashMap<>();

    private Parents(List<Child> children) {
        this.children = children;
        double all = children.stream().mapToDouble(Parents::weight).sum();
        this.weights = children.stream().mapToDouble(c -> weight(c) / all).toArray();
        for (Child child : children) {
            named.add(Words.contentStems(child.label().name()));
            told.add(Words.contentStems(child.label().description()));
            read(child.label().name());
            read(child.label().description());
        }
    }

    /** Damped, so that the largest child does not name its parent alone. */
    private static double weight(Child child) {
        return Math.sqrt((double) Math.max(1, child.conversations()));
    }

    /** A name of what these clusters share. */
    static Optional<String> name(List<Child> children, Collection<String> avoid) {
        List<Phrase> chosen = new Parents(children).choose(avoid);
        return chosen.isEmpty()
                ? Optional.empty()
                : Optional.of(Prose.capitalized(Prose.spelled(
                        Prose.listed(chosen.stream().map(Parents::text).toList()))));
    }

    /** Name and description of a parent. */
    static Optional<Label> label(List<Child> children, Collection<String> avoid) {
        return name(children, avoid).map(name -> new Label(name, description(children, avoid)));
    }

    private static String description(List<Child> children, Collection<String> avoid) {
        List<Set<String>> avoided = avoid.stream().map(Words::contentStems).toList();
        List<String> requests = children.stream()
                .sorted(Comparator.comparingLong(Child::conversations).reversed())
                .map(Parents::asked)
                .filter(asked -> avoided.stream()
                        .noneMatch(claim ->
                                !claim.isEmpty() && Words.contentStems(asked).containsAll(claim)))
                .distinct()
                .limit(REQUESTS)
                .toList();
        return requests.isEmpty() ? "Users asked for several of these." : "Users asked " + Prose.either(requests) + ".";
    }

    /** What the users of a child asked, as its description begins. */
    private static String asked(Child child) {
        Matcher opening = ASKED.matcher(child.label().description());
        String name = child.label().name();
        return opening.find()
                ? opening.group(1)
                : "about " + name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private void read(String text) {
        for (String part : text.split("[.:,]|\\band\\b|\\bor\\b")) {
            Phrases.find(Words.tokenize(part), (phrase, determiner) -> {
                if (!phrase.isAction()
                        && phrase.tail().isEmpty()
                        && phrase.noun().size() <= 2
                        && !Phrases.isVague(phrase)) {
                    Phrase shown = determiner.equals("a") ? phrase.plural() : phrase;
                    things.merge(phrase.key(), shown, (a, b) -> a.toString().compareTo(b.toString()) <= 0 ? a : b);
                }
            });
        }
    }

    private List<Phrase> choose(Collection<String> avoid) {
        List<Set<String>> avoided = avoid.stream()
                .map(Words::contentStems)
                .filter(s -> !s.isEmpty())
                .toList();
        List<Phrase> open = things.values().stream()
                .filter(p -> avoided.stream().noneMatch(claim -> p.stems().containsAll(claim)))
                .sorted(Comparator.comparing(Phrase::key))
                .toList();
        double[] covered = new double[children.size()];
        List<Phrase> chosen = new ArrayList<>();
        Set<String> said = new HashSet<>();
        while (chosen.size() < THINGS) {
            Optional<Phrase> next = open.stream()
                    .filter(p -> p.stems().stream().noneMatch(said::contains))
                    .max(Comparator.comparingDouble(p -> gain(p, covered)));
            if (next.isEmpty() || (!chosen.isEmpty() && gain(next.get(), covered) < LEAST_GAIN)) {
                break;
            }
            chosen.add(next.get());
            said.addAll(next.get().stems());
            for (int i = 0; i < covered.length; i++) {
                covered[i] = Math.max(covered[i], cover(next.get().stems(), i));
            }
        }
        return chosen;
    }

    private double gain(Phrase phrase, double[] covered) {
        Set<String> stems = new TreeSet<>(phrase.stems());
        double gain = 0;
        for (int i = 0; i < covered.length; i++) {
            gain += weights[i] * Math.max(0, cover(stems, i) - covered[i]);
        }
        return gain * (1 + 0.15 * (stems.size() - 1));
    }

    private double cover(Set<String> stems, int child) {
        if (named.get(child).containsAll(stems)) {
            return 1;
        }
        return told.get(child).containsAll(stems) ? DESCRIBED : 0;
    }

    private static String text(Phrase phrase) {
        return String.join(" ", phrase.noun());
    }
}
