package murmuration.offline;

import java.util.Set;
import murmuration.core.Question.Label;

/** How identifying a text is, by its words alone (method.md, 10); never from feeling. */
final class Rating {
    private static final int GENERAL = 5;
    private static final int SHARED = 3;
    private static final int UNKNOWN = 2;
    private static final int IDENTIFYING = 1;

    private final Set<String> vocabulary;

    Rating(Set<String> vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** 5 if every word is general, 3 if the rest are frequent in this data set, 2 if not, 1 where a detector finds something. */
    int of(Label label) {
        String text = label.text();
        if (!Detectors.find(text).isEmpty()) {
            return IDENTIFYING;
        }
        int rating = GENERAL;
        for (String word : Words.tokenize(text)) {
            rating = Math.min(rating, of(word));
        }
        return rating;
    }

    private int of(String word) {
        if (AuditWords.isGeneral(word)) {
            return GENERAL;
        }
        return vocabulary.contains(word) && !Names.any(word) ? SHARED : UNKNOWN;
    }
}
