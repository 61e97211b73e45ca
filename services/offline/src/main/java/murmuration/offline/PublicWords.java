package murmuration.offline;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Frequent words of the language: the whole words of the sentence model's own word-piece list. */
final class PublicWords {
    private static final Pattern ENTRY = Pattern.compile("\"([a-z]{2,})\":\\d+");
    static final Set<String> LIST = load();

    private PublicWords() {}

    private static Set<String> load() {
        Set<String> words = new HashSet<>();
        Matcher entry = ENTRY.matcher(Resources.read("all-minilm-l6-v2-tokenizer.json"));
        while (entry.find()) {
            words.add(entry.group(1));
        }
        words.add("a");
        words.add("i");
        return Set.copyOf(words);
    }
}
