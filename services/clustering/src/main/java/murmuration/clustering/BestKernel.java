package murmuration.clustering;

/** Finds the fastest kernel once; without the incubating vector module that is the scalar one. */
final class BestKernel {
    static final Kernel INSTANCE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? new VectorKernel() : new ScalarKernel();

    private BestKernel() {}
}
