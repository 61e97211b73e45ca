package murmuration.offline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** WordNet 3.1's dictionary, read from its own files: which words are verbs, and which nouns only name somebody or something. */
final class WordNet {
    private static final String FOLDER = "net/sf/extjwnl/data/wordnet/wn31/";

    private WordNet() {}

    /** Single words of one part of speech: noun, verb, adj or adv. */
    static Set<String> words(String part) {
        Set<String> words = new HashSet<>(1 << 14);
        lines("index." + part, line -> {
            String word = line.substring(0, line.indexOf(' '));
            if (word.indexOf('_') < 0) {
                words.add(word);
            }
        });
        return words;
    }

    /** Irregular forms of one part of speech, each with its base. */
    static Map<String, String> irregular(String part) {
        Map<String, String> bases = new HashMap<>();
        lines(part + ".exc", line -> {
            int space = line.indexOf(' ');
            int end = line.indexOf(' ', space + 1);
            bases.putIfAbsent(
                    line.substring(0, space), end < 0 ? line.substring(space + 1) : line.substring(space + 1, end));
        });
        return bases;
    }

    /**
     * Words of one part of speech that have a common sense: one that is written in lower case and is no instance (Paris is
     * an instance of a city).
     */
    static Set<String> common(String part) {
        Set<String> words = new HashSet<>(1 << 15);
        lines("data." + part, line -> {
            String[] fields = line.substring(0, line.indexOf('|')).split(" ");
            int count = Integer.parseInt(fields[3], 16);
            if (!isInstance(fields, 4 + 2 * count)) {
                for (int i = 0; i < count; i++) {
                    addCommon(fields[4 + 2 * i], words);
                }
            }
        });
        return words;
    }

    /**
     * Single common nouns whose first sense stands under one of these senses, however far.
     *
     * @param senses as noun#n, the n-th sense of a noun
     * @return word → the senses above it, in the order in which they are met going up
     */
    static Map<String, List<String>> under(Collection<String> senses) {
        Map<String, List<String>> meanings = new HashMap<>();
        lines("index.noun", line -> {
            String[] fields = line.split(" ");
            int count = Integer.parseInt(fields[2]);
            meanings.put(fields[0], List.of(fields).subList(fields.length - count, fields.length));
        });
        Map<String, String> wanted = new HashMap<>();
        for (String sense : senses) {
            int mark = sense.indexOf('#');
            List<String> all = meanings.getOrDefault(sense.substring(0, mark), List.of());
            wanted.put(all.get(Integer.parseInt(sense.substring(mark + 1)) - 1), sense);
        }
        Map<String, List<String>> above = new HashMap<>();
        lines("data.noun", line -> above.put(line.substring(0, line.indexOf(' ')), hypernyms(line)));
        Set<String> common = common("noun");
        Map<String, List<String>> under = new HashMap<>();
        meanings.forEach((word, all) -> {
            if (common.contains(word)) {
                List<String> met = climb(all.getFirst(), above, wanted);
                if (!met.isEmpty()) {
                    under.put(word, met);
                }
            }
        });
        return under;
    }

    private static List<String> climb(String synset, Map<String, List<String>> above, Map<String, String> wanted) {
        Set<String> seen = new LinkedHashSet<>(List.of(synset));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (String higher : above.getOrDefault(open.remove(), List.of())) {
                if (seen.add(higher)) {
                    open.add(higher);
                }
            }
        }
        return seen.stream().filter(wanted::containsKey).map(wanted::get).toList();
    }

    private static List<String> hypernyms(String line) {
        String[] fields = line.substring(0, line.indexOf('|')).split(" ");
        int pointers = 4 + 2 * Integer.parseInt(fields[3], 16);
        List<String> above = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(fields[pointers]); i++) {
            if (fields[pointers + 1 + 4 * i].equals("@")) {
                above.add(fields[pointers + 2 + 4 * i]);
            }
        }
        return above;
    }

    private static boolean isInstance(String[] fields, int pointers) {
        int count = Integer.parseInt(fields[pointers]);
        for (int i = 0; i < count; i++) {
            if (fields[pointers + 1 + 4 * i].equals("@i")) {
                return true;
            }
        }
        return false;
    }

    private static void addCommon(String lemma, Set<String> words) {
        int marker = lemma.indexOf('(');
        String plain = marker < 0 ? lemma : lemma.substring(0, marker);
        for (String word : plain.split("[_\\-]")) {
            if (!word.isEmpty() && !Character.isUpperCase(word.charAt(0)) && plain.equals(word)) {
                words.add(word);
            }
        }
    }

    private static void lines(String file, Consumer<String> line) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Resources.open(FOLDER + file), StandardCharsets.UTF_8))) {
            reader.lines().filter(l -> !l.startsWith(" ")).forEach(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
