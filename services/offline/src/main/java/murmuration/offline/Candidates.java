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
    /** At so many supporters the review's minimum and its noise are met under every profile but the widest. */
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
     * @param written share of the summaries read that write it
     * @param score the higher the better
     * @param support how many accounts of the sample hold it
     */
    record Candidate(Phrase phrase, String determiner, Set<String> stems, double written, double score, int support) {
        /** Book a table for two; the exchange rate between dollars and euros. */
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

        /** Whether it says what is to be done with what. */
        boolean isDone() {
            return phrase.isAction() && !phrase.isBare() && !phrase.verb().equals("ask for");
        }

        /** As a name: a thing without its determiner. */
        String name() {
            return phrase.isAction() ? text() : text().substring(determiner.length());
        }

        /** As what people asked: to book a table, about the weather, how to change a tire. */
        String asked() {
            if (!phrase.isAction()) {
                return "about " + text();
            }
            return phrase.isQuestion() || phrase.verb().startsWith("ask ")
                    ? text().replaceFirst("^ask ", "")
                    : "to " + text();
        }
    }

    /** All that are supported at all, best first. */
    List<Candidate> of(List<Summary> summaries) {
        Map<String, Counted> counted = new HashMap<>();
        List<Summary> read = summaries.subList(0, Math.min(READ, summaries.size()));
        for (Summary summary : read) {
            for (String sentence : summary.text().split("[.?!,] ?")) {
                Phrases.find(
                        Words.tokenize(sentence),
                        (phrase, determiner) -> counted.computeIfAbsent(phrase.key(), k -> new Counted())
                                .add(phrase, determiner, summary.account()));
            }
        }
        return counted.values().stream()
                .filter(c -> c.accounts() >= 2)
                .map(c -> candidate(c, read.size()))
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
        double enough = Math.min(COMFORTABLE, Math.max(6, inside.voters() * 0.6));
        double comfort = Math.min(1.0, support / enough);
        double score = Math.sqrt(written * held) * telling * comfort * comfort * weight(phrase);
        return new Candidate(phrase, counted.determiner(), stems, written, score, support);
    }

    private static double weight(Phrase phrase) {
        double weight = 1 + 0.22 * (phrase.length() - 1);
        if (phrase.isAction() && phrase.noun().isEmpty()) {
            weight *= 0.5;
        }
        if (phrase.verb().equals("ask for")) {
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
