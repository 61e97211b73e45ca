package murmuration.clustering;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import murmuration.core.Matrix;
import murmuration.runtime.Parallel;
import org.bytedeco.openblas.global.openblas;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Assigning points to centroids beside OpenBLAS's sgemm of the same shape, which finds the products only and leaves the
 * arg max to do. The two take turns, and of each the fastest call counts, so that what else the machine does falls on neither.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBench {
    private static final int N = 2 * Assigner.CHUNK;
    private static final int K = 1_000;
    private static final int D = 384;
    private static final int ROUNDS = 5;

    /** Threads that each of the two may use. */
    @Param("1")
    public int threads;

    private final Matrix points = random(N, 1);
    private final Matrix centroids = random(K, 2);
    private final float[] products = new float[N * K];
    private Parallel parallel = new Parallel(1, () -> {});

    /** Gives both their threads. */
    @Setup
    public void start() {
        parallel.close();
        parallel = new Parallel(threads, () -> {});
        openblas.blas_set_num_threads(threads);
    }

    /** Ends ours. */
    @TearDown
    public void stop() {
        parallel.close();
    }

    /** Ours: packing, products and arg max. */
    @Benchmark
    public Object assignment() {
        return new Assigner(BestKernel.INSTANCE, parallel).assign(points, centroids);
    }

    /** The peer: products alone. */
    @Benchmark
    public Object sgemm() {
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                openblas.CblasNoTrans,
                openblas.CblasTrans,
                N,
                K,
                D,
                1,
                points.values(),
                D,
                centroids.values(),
                D,
                0,
                products,
                K);
        return products;
    }

    /** Lets the two take turns and prints the ratio, with one thread and with all. */
    public static void main(String[] args) throws RunnerException {
        int all = Runtime.getRuntime().availableProcessors();
        for (int threads : all == 1 ? new int[] {1} : new int[] {1, all}) {
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                Collection<RunResult> results = round(threads);
                double ours = gflops(results, "assignment");
                double peer = gflops(results, "sgemm");
                ratios[round] = ours / peer;
                print(
                        "threads %d, round %d: assignment %.1f GFLOP/s, sgemm %.1f GFLOP/s, ratio %.2f",
                        threads, round + 1, ours, peer, ratios[round]);
            }
            Arrays.sort(ratios);
            print(
                    "threads %d: median ratio %.2f (%.2f to %.2f)",
                    threads, ratios[ROUNDS / 2], ratios[0], ratios[ROUNDS - 1]);
        }
    }

    private static Collection<RunResult> round(int threads) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(KernelBench.class.getName())
                        .param("threads", Integer.toString(threads))
                        .forks(1)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.seconds(1))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }

    /** Of the fastest call: what is slower was disturbed. */
    private static double gflops(Collection<RunResult> results, String benchmark) {
        double nanos = results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + benchmark))
                .mapToDouble(result -> result.getPrimaryResult().getStatistics().getMin())
                .min()
                .orElseThrow();
        return 2.0 * N * K * D / nanos;
    }

    private static Matrix random(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Matrix matrix = Matrix.zeros(rows, D);
        for (int i = 0; i < matrix.values().length; i++) {
            matrix.values()[i] = (float) (random.nextDouble() - 0.5);
        }
        return matrix;
    }

    private static void print(String line, Object... values) {
        System.out.println(String.format(Locale.ROOT, line, values));
    }
}
