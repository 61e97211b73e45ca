package murmuration.clustering;

import java.util.List;
import murmuration.core.Matrix;

/** Small operations on vectors whose sums have one fixed order. */
final class Vectors {
    private Vectors() {}

    /** The rows at these indices, copied. */
    static Matrix rows(Matrix from, int[] indices) {
        Matrix rows = Matrix.zeros(indices.length, from.d());
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(from.values(), indices[i] * from.d(), rows.values(), i * from.d(), from.d());
        }
        return rows;
    }

    /** So many rows, drawn; the matrix itself where it has no more. */
    static Matrix sample(Matrix from, int size, long seed) {
        return size >= from.n() ? from : rows(from, Sample.of(from.n(), size, seed));
    }

    /** All rows of all parts, in order; each part has {@code d} dimensions. */
    static Matrix stack(List<Matrix> parts, int d) {
        Matrix all = Matrix.zeros(parts.stream().mapToInt(Matrix::n).sum(), d);
        int at = 0;
        for (Matrix part : parts) {
            System.arraycopy(part.values(), 0, all.values(), at, part.values().length);
            at += part.values().length;
        }
        return all;
    }

    /** Product of two rows, one chain of fused multiply-adds as in every kernel. */
    static float product(Matrix a, int i, Matrix b, int j) {
        float sum = 0;
        for (int t = 0; t < a.d(); t++) {
            sum = Math.fma(a.values()[i * a.d() + t], b.values()[j * b.d() + t], sum);
        }
        return sum;
    }
}
