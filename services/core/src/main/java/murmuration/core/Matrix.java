package murmuration.core;

import static murmuration.core.MurmurationException.require;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Vectors in rows, {@code n × d}, row-major float32; shared, not copied: whoever hands one on no longer writes to it.
 *
 * @param values the numbers, {@code n * d}
 * @param n rows
 * @param d dimensions
 */
public record Matrix(float[] values, int n, int d) {
    public Matrix {
        require(d >= 1 && n >= 0, "a matrix of %d × %d cannot be", n, d);
        require(values.length == (long) n * d, "%d × %d numbers expected, %d given", n, d, values.length);
    }

    /** A matrix of zeros. */
    public static Matrix zeros(int n, int d) {
        return new Matrix(new float[Math.multiplyExact(n, d)], n, d);
    }

    /** A copy of row {@code i}. */
    public float[] row(int i) {
        float[] row = new float[d];
        System.arraycopy(values, i * d, row, 0, d);
        return row;
    }

    /** Copies of all rows, in order. */
    public List<float[]> rows() {
        return IntStream.range(0, n).mapToObj(this::row).toList();
    }

    /** Puts a row's values. */
    public void put(int i, float[] row) {
        System.arraycopy(row, 0, values, i * d, d);
    }
}
