package murmuration.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says in broad what a conversation is about, by a closed list of subjects and the words that point to each: what dictionary
 * coding does since the General Inquirer (Stone and others, 1966), with WordNet's groups of nouns for dictionary.
 *
 * <p>People say the same in many words; a subject is what their requests share where no word is. It comes from a list of a
 * few dozen, whatever was said, so that it can point at nobody. Only English. Thread-safe.
 */
final class Subjects {
    private static final int MOST = 2;
    private static final int SHORTEST = 3;
    /** A word of the request itself tells more than one elsewhere in the conversation. */
    private static final int IN_REQUEST = 2;

    private static final String ABOUT = "About ";
    private static final Map<String, List<String>> POINTING = pointing();
    private static final Set<String> ALL =
            POINTING.values().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

    private Subjects() {}

    /**
     * At most two subjects, the clearest first.
     *
     * @param request words of the sentences that make up the request, in lower case
     * @param others words of the user's other sentences
     */
    static List<String> of(List<String> request, List<String> others) {
        Map<String, Integer> votes = new TreeMap<>();
        Set<String> counted = new HashSet<>();
        count(request, IN_REQUEST, counted, votes);
        count(others, 1, counted, votes);
        int most = votes.values().stream().mapToInt(v -> v).max().orElse(0);
        return votes.entrySet().stream()
                .filter(subject -> subject.getValue() >= Math.max(IN_REQUEST, (most + 1) / 2))
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** As the sentence that ends a summary. */
    static String sentence(List<String> subjects) {
        return ABOUT + Prose.listed(subjects) + ".";
    }

    /** The subjects that such a sentence names; none where it is another sentence. */
    static List<String> read(String sentence) {
        if (!sentence.startsWith(ABOUT)) {
            return List.of();
        }
        List<String> subjects = List.of(sentence.substring(ABOUT.length()).split(" and "));
        return ALL.containsAll(subjects) ? subjects : List.of();
    }

    private static void count(List<String> words, int weight, Set<String> counted, Map<String, Integer> votes) {
        for (String word : words) {
            String base = base(word);
            if (!base.isEmpty() && counted.add(base)) {
                POINTING.getOrDefault(base, List.of()).forEach(subject -> votes.merge(subject, weight, Integer::sum));
            }
        }
    }

    /** The form of a word that points somewhere, or nothing. */
    private static String base(String word) {
        if (POINTING.containsKey(word)) {
            return word;
        }
        String noun = Lemmas.noun(word);
        if (POINTING.containsKey(noun)) {
            return noun;
        }
        // training is no train
        String verb = Lemmas.isNoun(noun) ? noun : Lemmas.verb(word);
        return POINTING.containsKey(verb) ? verb : "";
    }

    private static Map<String, List<String>> pointing() {
        Map<String, List<String>> groups = new HashMap<>();
        Map<String, List<String>> named = new HashMap<>();
        Set<String> excluded = new HashSet<>();
        for (String line :
                Resources.read("murmuration/offline/subjects.txt").lines().toList()) {
            if (!line.startsWith("#")) {
                String subject = line.substring(0, line.indexOf(':'));
                for (String word : line.substring(line.indexOf(':') + 1).strip().split(" ")) {
                    if (word.startsWith("-")) {
                        excluded.add(subject + word);
                    } else {
                        (word.contains("#") ? groups : named)
                                .computeIfAbsent(word, w -> new ArrayList<>())
                                .add(subject);
                    }
                }
            }
        }
        Map<String, List<String>> pointing = new HashMap<>();
        WordNet.under(groups.keySet()).forEach((word, senses) -> {
            List<String> subjects = senses.stream()
                    .flatMap(sense -> groups.getOrDefault(sense, List.of()).stream())
                    .filter(subject -> !excluded.contains(subject + "-" + word))
                    .distinct()
                    .toList();
            if (word.length() >= SHORTEST && !Words.isStop(word) && !subjects.isEmpty()) {
                pointing.put(word, subjects);
            }
        });
        named.forEach((word, subjects) -> pointing.put(word, List.copyOf(subjects)));
        return Map.copyOf(pointing);
    }
}
