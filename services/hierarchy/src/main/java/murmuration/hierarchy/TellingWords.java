package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import murmuration.core.Summary;
import murmuration.offline.Words;

/** Words that tell a cluster from what is near it: those that more of its accounts use than accounts outside do. */
final class TellingWords {
    private TellingWords() {}

    /**
     * Content words that are not in the name, the most telling first, ties in the order of the alphabet.
     *
     * @param support accounts inside that must use a word
     */
    static List<String> of(Sample sample, String name, int support) {
        Map<String, Set<Integer>> inside = accounts(sample.inside());
        Map<String, Set<Integer>> outside = accounts(sample.outside());
        double in = Math.max(1, people(sample.inside()));
        double out = Math.max(1, people(sample.outside()));
        Map<String, Double> lift = new TreeMap<>();
        inside.forEach((word, who) -> lift.put(
                word, who.size() / in - outside.getOrDefault(word, Set.of()).size() / out));
        Set<String> known = Words.contentStems(name);
        List<String> telling = new ArrayList<>(lift.keySet());
        telling.removeIf(word -> lift.getOrDefault(word, 0.0) <= 0 || known.contains(Words.stem(word)));
        telling.sort(Comparator.comparingDouble((String word) -> -lift.getOrDefault(word, 0.0))
                .thenComparing(word -> word));
        return telling;
    }

    private static Map<String, Set<Integer>> accounts(List<Summary> summaries) {
        Map<String, Set<Integer>> accounts = new TreeMap<>();
        for (Summary summary : summaries) {
            for (String word : Words.tokenize(summary.text())) {
                if (!Words.isStop(word) && word.codePoints().allMatch(Character::isLetter)) {
                    accounts.computeIfAbsent(word, w -> new HashSet<>()).add(summary.account());
                }
            }
        }
        return accounts;
    }

    private static long people(List<Summary> summaries) {
        return summaries.stream().map(Summary::account).distinct().count();
    }
}
