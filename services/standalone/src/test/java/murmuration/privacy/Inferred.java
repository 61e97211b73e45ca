package murmuration.privacy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What can be inferred from sums of counts that are known to lie in intervals: the least and the most that any other sum
 * can be, over all counts that agree. Linear programming, see {@link Simplex}.
 */
public final class Inferred {
    private static final double EPSILON = 1e-6;

    private final int unknowns;
    private final int slacks;
    private final Simplex simplex;

    /** From low to high, both inclusive. */
    public record Range(double low, double high) {
        /** How far apart its ends are: one less than whole numbers are in it. */
        public double width() {
            return high - low;
        }

        /** What is in both. */
        public Range and(Range other) {
            return new Range(Math.max(low, other.low), Math.min(high, other.high));
        }

        /** From the first to the last whole number that is in it. */
        public Range whole() {
            return new Range(Math.ceil(low - EPSILON), Math.floor(high + EPSILON));
        }
    }

    /** That the sum of these unknowns is in a range. */
    public record Known(Collection<Integer> of, Range in) {}

    /** @param unknowns how many counts there are, none of them below 0 */
    public Inferred(int unknowns, List<Known> known) {
        this.unknowns = unknowns;
        slacks = 2 * known.size();
        List<double[]> forms = new ArrayList<>();
        double[] values = new double[2 * known.size()];
        for (int i = 0; i < known.size(); i++) {
            // sum - above = low, above + below = high - low
            double[] sum = form(known.get(i).of());
            sum[unknowns + 2 * i] = -1;
            double[] width = new double[unknowns + slacks];
            width[unknowns + 2 * i] = 1;
            width[unknowns + 2 * i + 1] = 1;
            forms.add(sum);
            forms.add(width);
            values[2 * i] = Math.max(0, known.get(i).in().low());
            values[2 * i + 1] = known.get(i).in().high() - values[2 * i];
        }
        simplex = new Simplex(forms.toArray(double[][]::new), values);
    }

    /** What a sum can be. */
    public Range range(Collection<Integer> of) {
        double[] least = form(of);
        for (int i = 0; i < least.length; i++) {
            least[i] = -least[i];
        }
        return new Range(-simplex.maximum(least), most(of));
    }

    /** What a sum can be at most. */
    public double most(Collection<Integer> of) {
        return simplex.maximum(form(of));
    }

    private double[] form(Collection<Integer> of) {
        double[] form = new double[unknowns + slacks];
        of.forEach(each -> form[each] = 1);
        return form;
    }
}
