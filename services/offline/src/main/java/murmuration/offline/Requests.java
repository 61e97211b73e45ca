package murmuration.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import murmuration.core.Role;
import murmuration.core.Turn;

/**
 * Says what a conversation asks for in its own words: the one or two sentences of the user's turns that look most like a
 * request, cut down to what many people say. Extractive (no sentence is made up), after the position and cue methods of
 * Edmundson (1969). Thread-safe.
 */
final class Requests {
    private static final int TURNS = 5;
    /** A request of fewer words is its own subject: one more would drown them. */
    private static final int LONG = 12;

    private static final int SECOND_UP_TO = 26;
    private static final double SECOND_WITHIN = 1.6;
    private static final Set<String> OPENINGS = Resources.words("openings.txt");
    private static final Pattern CUE = Pattern.compile(
            "\\b(?:can|could|would|will) you\\b|\\bplease\\b|\\bhelp me\\b|\\bi(?:'d| would) like\\b|\\bi (?:want|need|have to|wanna)\\b"
                    + "|\\bi(?:'m| am) (?:looking|trying|interested)\\b|\\b(?:how|what|where|when|why|who|which) (?:do|does|did|is|are|can|could|should|would|to|was|were|will)\\b"
                    + "|\\bhow (?:much|many|long|far|often)\\b|\\byour task\\b|\\bdo you (?:know|have)\\b",
            Pattern.CASE_INSENSITIVE);

    private final PublicWords words;

    Requests(PublicWords words) {
        this.words = words;
    }

    private record Scored(Sentence sentence, Reduction reduction, double score) {}

    /** The request, or nothing if nothing public is left of it. */
    Optional<String> of(List<Turn> turns) {
        List<Scored> scored = sentences(turns).stream()
                .map(this::score)
                .filter(s -> s.reduction().speaks())
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList();
        if (scored.isEmpty()) {
            return Optional.empty();
        }
        Scored best = scored.getFirst();
        List<Scored> chosen = new ArrayList<>(List.of(best));
        scored.stream()
                .skip(1)
                .filter(s -> s.score() >= best.score() - SECOND_WITHIN
                        && s.reduction().kept() + best.reduction().kept() <= SECOND_UP_TO
                        && s.reduction().content() > 0
                        && !s.reduction().text().equals(best.reduction().text()))
                .findFirst()
                .ifPresent(chosen::add);
        chosen.sort(Comparator.comparingInt((Scored s) -> s.sentence().turn())
                .thenComparingInt(s -> s.sentence().place()));
        List<String> shown = new ArrayList<>();
        chosen.stream()
                .map(s -> Reduction.of(s.sentence(), words))
                .filter(Reduction::speaks)
                .map(Reduction::text)
                .forEach(shown::add);
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        if (chosen.stream().mapToInt(s -> s.reduction().kept()).sum() >= LONG) {
            List<String> subjects = Subjects.of(
                    words(chosen.stream().map(Scored::sentence)),
                    words(scored.stream().map(Scored::sentence)));
            if (!subjects.isEmpty()) {
                shown.add(Subjects.sentence(subjects));
            }
        }
        return Optional.of(String.join(" ", shown));
    }

    private static List<String> words(Stream<Sentence> sentences) {
        return sentences.flatMap(s -> Words.tokenize(s.text()).stream()).toList();
    }

    private static List<Sentence> sentences(List<Turn> turns) {
        List<Sentence> sentences = new ArrayList<>();
        int turn = 0;
        for (Turn said : turns) {
            if (said.role() == Role.USER && turn < TURNS) {
                sentences.addAll(Sentence.of(said.text(), turn++));
            }
        }
        return sentences;
    }

    private Scored score(Sentence sentence) {
        Reduction reduction = Reduction.draft(sentence, words);
        double score = Math.min(reduction.content(), 6) / 3.0;
        score += sentence.asks() ? 1.2 : 0;
        score += opens(sentence.text()) ? 1.5 : CUE.matcher(sentence.text()).find() ? 1.2 : 0;
        score += sentence.place() == 0 ? 0.8 : sentence.last() ? 0.5 : 0;
        score -= 0.7 * sentence.turn();
        score -= reduction.words() > 45 ? 1.5 : reduction.words() > 28 ? 0.5 : 0;
        score -= noise(sentence.text()) > 0.2 ? 2.5 : 0;
        score -= reduction.words() == 0 ? 3 : 2.0 * (1 - (double) reduction.kept() / reduction.words());
        score -= reduction.content() == 0 ? 3 : 0;
        return new Scored(sentence, reduction, score);
    }

    private static boolean opens(String text) {
        for (Token token : Token.scan(text.substring(0, Math.min(text.length(), 60)))) {
            if (token.kind() == Token.Kind.WORD && !token.lower().equals("please")) {
                return OPENINGS.contains(token.lower());
            }
        }
        return false;
    }

    /** The share of characters that prose does not hold. */
    private static double noise(String text) {
        long odd = text.chars()
                .filter(c -> !Character.isLetter(c) && !Character.isWhitespace(c) && ",.?!'\u2019".indexOf(c) < 0)
                .count();
        return (double) odd / text.length();
    }
}
