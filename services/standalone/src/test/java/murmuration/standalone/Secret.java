package murmuration.standalone;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import murmuration.offline.Words;

/** Something that one conversation holds and no published text may tell. */
sealed interface Secret {
    /** Whether a text tells it. */
    boolean toldBy(String text);

    /** As a model would tell it. */
    String told();

    /** A canary or a personal value, told where it stands as it was written, in any case. */
    record Value(String told) implements Secret {
        @Override
        public boolean toldBy(String text) {
            String low = text.toLowerCase(Locale.ROOT);
            String value = told.toLowerCase(Locale.ROOT);
            for (int at = low.indexOf(value); at >= 0; at = low.indexOf(value, at + 1)) {
                if (edge(low, at - 1, value.charAt(0))
                        && edge(low, at + value.length(), value.charAt(value.length() - 1))) {
                    return true;
                }
            }
            return false;
        }

        /** Chinese, Japanese and Korean have no spaces around words. */
        private static boolean edge(String text, int at, char inside) {
            return at < 0
                    || at >= text.length()
                    || inside > 0x1100
                    || text.charAt(at) > 0x1100
                    || !Character.isLetterOrDigit(text.charAt(at));
        }
    }

    /** A topic of too few accounts, told by half of its content words. */
    record Topic(String told) implements Secret {
        @Override
        public boolean toldBy(String text) {
            Set<String> stems = Words.contentStems(told);
            Set<String> shared = new HashSet<>(stems);
            shared.retainAll(Words.contentStems(text));
            return 2 * shared.size() >= stems.size();
        }
    }

    /** Common words of which two or more together point at somebody: an illness, a job, a town. */
    record Combination(String illness, String job, String town) implements Secret {
        /** How many of them stand in a text. */
        int attributes(String text) {
            Set<String> words = new HashSet<>(Words.tokenize(text));
            return (int)
                    List.of(illness, job, town).stream().filter(words::contains).count();
        }

        @Override
        public boolean toldBy(String text) {
            return attributes(text) >= 2;
        }

        @Override
        public String told() {
            return "a " + job + " with " + illness + " near " + town;
        }
    }
}
