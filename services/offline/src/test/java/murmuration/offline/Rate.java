package murmuration.offline;

import java.util.Locale;

/** A share of counted things. @param hits how many of them @param of all that were counted */
record Rate(int hits, int of) {
    private static final double Z = 1.959964;

    /** In percent with Wilson's interval of 95 %; a dash where nothing was counted. */
    @Override
    public String toString() {
        if (of == 0) {
            return "–";
        }
        double share = (double) hits / of;
        double square = Z * Z / of;
        double middle = (share + square / 2) / (1 + square);
        double half = Z / (1 + square) * Math.sqrt(share * (1 - share) / of + square / (4 * of));
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f–%.1f)",
                100 * share,
                100 * Math.max(0, middle - half),
                100 * Math.min(1, middle + half));
    }
}
