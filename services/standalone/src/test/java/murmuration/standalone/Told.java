package murmuration.standalone;

import java.util.Collection;

/**
 * How many texts tell what was planted, by what they tell; a text may count in several.
 *
 * @param texts all that were looked at
 * @param any those that tell anything
 * @param values a canary or a personal value
 * @param topics a topic of too few accounts
 * @param two two attributes of one planted person
 * @param three all three
 */
record Told(int texts, int any, int values, int topics, int two, int three) {
    static final Told NOTHING = new Told(0, 0, 0, 0, 0, 0);

    /** What one text tells of these secrets. */
    static Told by(String text, Collection<Secret> secrets) {
        boolean value = false;
        boolean topic = false;
        int attributes = 0;
        for (Secret secret : secrets) {
            switch (secret) {
                case Secret.Value one -> value = value || one.toldBy(text);
                case Secret.Topic one -> topic = topic || one.toldBy(text);
                case Secret.Combination one -> attributes = Math.max(attributes, one.attributes(text));
            }
        }
        return new Told(
                1,
                value || topic || attributes >= 2 ? 1 : 0,
                value ? 1 : 0,
                topic ? 1 : 0,
                attributes == 2 ? 1 : 0,
                attributes == 3 ? 1 : 0);
    }

    Told plus(Told other) {
        return new Told(
                texts + other.texts,
                any + other.any,
                values + other.values,
                topics + other.topics,
                two + other.two,
                three + other.three);
    }

    /** The upper end of Clopper and Pearson's one-sided interval of 95 % for the share of texts that tell anything. */
    double bound() {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (atMost(any, texts, middle) > 0.05) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The probability of at most so many of n, each with probability p. */
    private static double atMost(int hits, int n, double p) {
        double logTerm = n * Math.log1p(-p);
        double sum = Math.exp(logTerm);
        for (int i = 1; i <= hits; i++) {
            logTerm += Math.log(n - i + 1.0) - Math.log(i) + Math.log(p) - Math.log1p(-p);
            sum += Math.exp(logTerm);
        }
        return sum;
    }

    /** All, and in brackets values, topics, two and three attributes. */
    @Override
    public String toString() {
        return any + " of " + texts + (any == 0 ? "" : " (" + values + ", " + topics + ", " + two + ", " + three + ")");
    }
}
