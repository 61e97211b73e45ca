package murmuration.offline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import murmuration.core.Summary;

/**
 * The phrases that tell a group's summaries from those around it, best first: class-based TF-IDF over distinct accounts
 * (Grootendorst, 2022), inside against the nearest outside and the background.
 */
final class Candidates {
    /** So many summaries show how people put it; support is counted over all. */
    private static final int READ = 200;

    private static final double FLOOR = 0.01;
    private static final int COMFORTABLE = 16;

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

    /**
     * A phrase that might be used.
     *
     * @param phrase in the words that most accounts use
     * @param determiner with a space after it, or nothing
     * @param score the higher the better
     * @param support how many accounts of the sample hold it
     */
    record Candidate(Phrase phrase, String determiner, Set<String> stems, double score, int support) {
        /** Book a table for two. */
        String text() {
            List<String> words = new ArrayList<>();
            if (phrase.isAction()) {
                words.add(phrase.verb());
            }
            if (!phrase.noun().isEmpty()) {
                words.add(determiner + String.join(" ", phrase.noun()));
            }
            words.addAll(phrase.tail());
            return String.join(" ", words);
        }
    }

    /** All that are supported at all, best first. */
    List<Candidate> of(List<Summary> summaries) {
        Map<String, Counted> counted = new HashMap<>();
        summaries.stream().limit(READ).forEach(summary -> {
            for (String sentence : summary.text().split("[.?!,] ?")) {
                Phrases.find(
                        Words.tokenize(sentence),
                        (phrase, determiner) -> counted.computeIfAbsent(phrase.key(), k -> new Counted())
                                .add(phrase, determiner, summary.account()));
            }
        });
        int read = Math.min(READ, summaries.size());
        return counted.values().stream()
                .filter(c -> c.accounts() >= 2)
                .map(c -> candidate(c, read))
                .filter(c -> c.score() > 0 && !c.stems().isEmpty() && !isAvoided(c.stems()))
                .sorted(Comparator.comparingDouble(Candidate::score)
                        .reversed()
                        .thenComparing(c -> c.phrase().toString()))
                .toList();
    }

    private Candidate candidate(Counted counted, int read) {
        Phrase phrase = counted.form();
        Set<String> stems = new TreeSet<>(phrase.stems());
        int support = inside.support(stems);
        double written = (double) counted.accounts() / read;
        double held = inside.share(stems);
        double elsewhere = 0.5 * outside.share(stems) + 0.5 * background.share(stems);
        double telling = Math.log((held + FLOOR) / (elsewhere + FLOOR)) + 0.3;
        double comfort = Math.min(1.0, (double) support / Math.min(COMFORTABLE, Math.max(6, inside.voters() * 0.6)));
        double score = Math.sqrt(written * held) * telling * comfort * comfort * (1 + 0.22 * (phrase.length() - 1));
        return new Candidate(phrase, counted.determiner(), stems, score, support);
    }

    private boolean isAvoided(Set<String> stems) {
        return avoided.stream().anyMatch(claim -> stems.containsAll(claim));
    }
}
