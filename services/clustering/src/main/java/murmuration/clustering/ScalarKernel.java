package murmuration.clustering;

import murmuration.core.Matrix;

/** The kernel in plain Java, for machines without the vector module; the reference for all others. */
final class ScalarKernel implements Kernel {
    private static final int WIDTH = 8;

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void tile(Matrix points, int first, int count, Panels panels, int panel, float[] out) {
        int d = points.d();
        float[] x = points.values();
        float[] c = panels.values();
        int base = panel * WIDTH * d;
        for (int i = 0; i < count; i++) {
            int row = (first + i) * d;
            for (int lane = 0; lane < WIDTH; lane++) {
                float sum = 0;
                for (int t = 0; t < d; t++) {
                    sum = Math.fma(x[row + t], c[base + t * WIDTH + lane], sum);
                }
                out[i * WIDTH + lane] = sum;
            }
        }
    }

    @Override
    public boolean anyAbove(float[] values, int at, float bound) {
        for (int lane = 0; lane < WIDTH; lane++) {
            if (values[at + lane] > bound) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean anyReaches(float[] values, int at, float[] bounds, int boundsAt) {
        for (int lane = 0; lane < WIDTH; lane++) {
            if (values[at + lane] >= bounds[boundsAt + lane]) {
                return true;
            }
        }
        return false;
    }
}
