package murmuration.offline;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import murmuration.core.Summary;

/**
 * The phrases that tell a group's summaries from those around it, best first: class-based TF-IDF over distinct accounts
 * (Grootendorst, 2022), inside against the nearest outside and the background.
 */
final class Candidates {
    /** So many summaries show how people put it; support is counted over all. */
    private static final int READ = 200;

    private static final double FLOOR = 0.01;
    /** At so many supporters the review's minimum and its noise are met under every profile but the widest. */
    private static final int COMFORTABLE = 16;

    private static final Pattern SENTENCE = Pattern.compile("[.?!,。，？！；、] ?");

    private final Votes inside;
    private final Votes outside;
    private final Votes background;
    private final List<Set<String>> avoided;

    Candidates(Votes inside, Votes outside, Votes background, Collection<String> avoid) {
        this.inside = inside;
        this.outside = outside;
        this.background = background;
        this.avoided = avoid.stream()
                .map(Words::contentStems)
                .filter(stems -> !stems.isEmpty())
                .toList();
    }

    /** All that hold content and tell the group at all, best first. */
    List<Candidate> of(List<Summary> summaries) {
        List<Summary> read = summaries.subList(0, Math.min(READ, summaries.size()));
        return count(read).values().stream()
                .filter(c -> c.accounts() >= 2)
                .map(c -> candidate(c, read.size()))
                .filter(c -> c.score() > 0 && !c.stems().isEmpty() && !isAvoided(c.stems()))
                .sorted(Comparator.comparingDouble(Candidate::score)
                        .reversed()
                        .thenComparing(c -> c.phrase().toString()))
                .toList();
    }

    private static Map<String, Counted> count(List<Summary> summaries) {
        Map<String, Counted> counted = new HashMap<>();
        for (Summary summary : summaries) {
            BiConsumer<Phrase, String> found =
                    (phrase, determiner) -> counted.computeIfAbsent(phrase.key(), key -> new Counted())
                            .add(phrase, determiner, summary.account());
            for (String sentence : SENTENCE.split(summary.text())) {
                find(sentence, found);
            }
        }
        return counted;
    }

    private static void find(String sentence, BiConsumer<Phrase, String> found) {
        List<String> subjects = Subjects.read(sentence);
        List<String> words = Words.tokenize(sentence);
        if (!subjects.isEmpty()) {
            subjects.forEach(subject -> found.accept(Phrase.topic(List.of(subject.split(" "))), ""));
        } else if (isEnglish(words)) {
            Phrases.find(words, found);
        } else {
            Terms.find(sentence, found);
        }
    }

    private static boolean isEnglish(List<String> words) {
        return words.stream().filter(PublicWords::isCommon).count() * 3 >= words.size() * 2L;
    }

    private Candidate candidate(Counted counted, int read) {
        Phrase phrase = counted.form();
        Set<String> stems = phrase.stems();
        int support = inside.support(stems);
        double written = (double) counted.accounts() / read;
        double held = inside.share(stems);
        double elsewhere = 0.5 * outside.share(stems) + 0.5 * background.share(stems);
        double telling = Math.log((held + FLOOR) / (elsewhere + FLOOR)) + 0.3;
        double enough = Math.min(COMFORTABLE, Math.max(6, inside.voters() * 0.6));
        double comfort = Math.min(1.0, support / enough);
        double score = Math.sqrt(written * held) * telling * comfort * comfort * weight(phrase);
        return new Candidate(phrase, counted.determiner(), stems, written, score, support);
    }

    private static double weight(Phrase phrase) {
        double weight = 1 + 0.22 * (phrase.length() - 1);
        if (phrase.isBare()) {
            weight *= 0.5;
        }
        if (phrase.isAskedFor()) {
            weight *= 0.75;
        }
        if (phrase.noun().contains("something")) {
            weight *= 0.7;
        }
        return Phrases.isVague(phrase) ? weight * 0.35 : weight;
    }

    private boolean isAvoided(Set<String> stems) {
        return avoided.stream().anyMatch(stems::containsAll);
    }
}
