package murmuration.privacy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What can be inferred from sums that are known to lie in intervals: the widest and the narrowest that any other sum can be,
 * over all tables of counts that agree. Linear programming, see {@link Simplex}.
 */
public final class Inferred {
    private final int unknowns;
    private final int slacks;
    private final Simplex simplex;

    /** A sum of these unknowns, from low to high, both inclusive. */
    public record Known(Collection<Integer> of, double low, double high) {}

    /** @param unknowns how many counts there are */
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
            values[2 * i] = known.get(i).low();
            values[2 * i + 1] = known.get(i).high() - known.get(i).low();
        }
        simplex = new Simplex(forms.toArray(double[][]::new), values);
    }

    /** How wide the range of a sum is. */
    public double range(Collection<Integer> of) {
        double[] most = form(of);
        double[] least = new double[most.length];
        for (int i = 0; i < most.length; i++) {
            least[i] = -most[i];
        }
        return simplex.maximum(most) + simplex.maximum(least);
    }

    private double[] form(Collection<Integer> of) {
        double[] form = new double[unknowns + slacks];
        of.forEach(each -> form[each] = 1);
        return form;
    }
}
