package murmuration.offline;

import java.util.Set;

/** Words that carry no content by themselves. */
final class StopWords {
    static final Set<String> ALL = Set.of(Resources.text("stopwords.txt").split("\\s+"));

    private StopWords() {}
}
