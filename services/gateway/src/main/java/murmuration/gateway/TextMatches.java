package murmuration.gateway;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which texts of two lists are nearest: cosine of the frequencies of their character 4-grams within words (McNamee and
 * Mayfield, 2004), each weighed by how few of all texts hold it (Salton and Buckley, 1988). Where a sign stands for a syllable
 * or a word, 2-grams. Sums run in the order of the grams, so that the same texts give the same bits; a tie goes to the
 * earlier text.
 */
final class TextMatches {
    /** Texts of a lower cosine have nothing to do with each other. */
    private static final double NEAR = 0.4;

    /** What nearly all texts hold tells none from another, and would be most of the work. */
    private static final double TELLS_NOTHING = 0.01;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
    private static final Set<UnicodeScript> SHORT =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HANGUL, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);

    private final Nearest ofA;
    private final Nearest ofB;

    private TextMatches(Nearest ofA, Nearest ofB) {
        this.ofA = ofA;
        this.ofB = ofB;
    }

    static TextMatches of(List<String> a, List<String> b) {
        List<SortedMap<String, Integer>> countsOfA =
                a.stream().map(TextMatches::counts).toList();
        List<SortedMap<String, Integer>> countsOfB =
                b.stream().map(TextMatches::counts).toList();
        Weights weights =
                Weights.of(Stream.concat(countsOfA.stream(), countsOfB.stream()).toList());
        Inverted inverted = Inverted.of(weights.vectors(countsOfB), weights.size());
        TextMatches found = new TextMatches(new Nearest(a.size()), new Nearest(b.size()));
        List<Vector> vectors = weights.vectors(countsOfA);
        for (int i = 0; i < a.size(); i++) {
            double[] cosines = inverted.cosines(vectors.get(i), b.size());
            for (int j = 0; j < b.size(); j++) {
                found.ofA.offer(i, j, cosines[j]);
                found.ofB.offer(j, i, cosines[j]);
            }
        }
        return found;
    }

    /** The text of b that is nearest to the i-th of a; -1 where none is near. */
    int ofA(int i) {
        return ofA.index(i);
    }

    /** The text of a that is nearest to the j-th of b; -1 where none is near. */
    int ofB(int j) {
        return ofB.index(j);
    }

    private static SortedMap<String, Integer> counts(String text) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        WORD.matcher(plain).results().forEach(word -> count(word.group(), counts));
        return counts;
    }

    private static void count(String word, SortedMap<String, Integer> counts) {
        int n = word.codePoints().anyMatch(sign -> SHORT.contains(UnicodeScript.of(sign))) ? 2 : 4;
        int[] signs = (" " + word + " ").codePoints().toArray();
        for (int from = 0; from == 0 || from + n <= signs.length; from++) {
            counts.merge(new String(signs, from, Math.min(n, signs.length - from)), 1, Integer::sum);
        }
    }

    /** A unit vector without its zeros. @param grams ascending */
    private record Vector(int[] grams, double[] values) {
        static Vector unit(int[] grams, double[] values) {
            double norm =
                    Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
            return new Vector(
                    grams, Arrays.stream(values).map(value -> value / norm).toArray());
        }
    }

    /** The nearest of the other list to each of one. */
    private static final class Nearest {
        private final int[] indices;
        private final double[] cosines;

        Nearest(int size) {
            indices = new int[size];
            cosines = new double[size];
            Arrays.fill(indices, -1);
            Arrays.fill(cosines, Math.nextDown(NEAR));
        }

        void offer(int of, int index, double cosine) {
            if (cosine > cosines[of]) {
                cosines[of] = cosine;
                indices[of] = index;
            }
        }

        int index(int of) {
            return indices[of];
        }
    }

    /** What each gram weighs; those that tell nothing have no place. */
    private record Weights(Map<String, Integer> places, double[] values) {
        static Weights of(Collection<SortedMap<String, Integer>> texts) {
            SortedMap<String, Integer> holding = new TreeMap<>();
            texts.forEach(text -> text.keySet().forEach(gram -> holding.merge(gram, 1, Integer::sum)));
            Map<String, Integer> places = new TreeMap<>();
            double[] values = new double[holding.size()];
            holding.forEach((gram, held) -> {
                double value = Math.log((1.0 + texts.size()) / held);
                if (value >= TELLS_NOTHING) {
                    values[places.size()] = value;
                    places.put(gram, places.size());
                }
            });
            return new Weights(places, values);
        }

        int size() {
            return places.size();
        }

        List<Vector> vectors(List<SortedMap<String, Integer>> texts) {
            return texts.stream().map(this::vector).toList();
        }

        private Vector vector(SortedMap<String, Integer> text) {
            int[] grams = new int[text.size()];
            double[] all = new double[text.size()];
            int size = 0;
            for (Map.Entry<String, Integer> each : text.entrySet()) {
                int place = places.getOrDefault(each.getKey(), -1);
                if (place >= 0) {
                    grams[size] = place;
                    all[size++] = (1 + Math.log(each.getValue())) * values[place];
                }
            }
            return Vector.unit(Arrays.copyOf(grams, size), Arrays.copyOf(all, size));
        }
    }

    /** Vectors by gram: which hold it, and how much of it. */
    private record Inverted(List<int[]> holders, List<double[]> values) {
        static Inverted of(List<Vector> vectors, int grams) {
            int[] held = new int[grams];
            vectors.forEach(vector -> Arrays.stream(vector.grams()).forEach(gram -> held[gram]++));
            List<int[]> holders = new ArrayList<>();
            List<double[]> values = new ArrayList<>();
            for (int count : held) {
                holders.add(new int[count]);
                values.add(new double[count]);
            }
            Arrays.fill(held, 0);
            for (int v = 0; v < vectors.size(); v++) {
                Vector vector = vectors.get(v);
                for (int i = 0; i < vector.grams().length; i++) {
                    int gram = vector.grams()[i];
                    holders.get(gram)[held[gram]] = v;
                    values.get(gram)[held[gram]++] = vector.values()[i];
                }
            }
            return new Inverted(holders, values);
        }

        double[] cosines(Vector vector, int size) {
            double[] sums = new double[size];
            for (int i = 0; i < vector.grams().length; i++) {
                int[] here = holders.get(vector.grams()[i]);
                double[] there = values.get(vector.grams()[i]);
                for (int h = 0; h < here.length; h++) {
                    sums[here[h]] += vector.values()[i] * there[h];
                }
            }
            return sums;
        }
    }
}
