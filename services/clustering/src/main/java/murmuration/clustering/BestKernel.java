package murmuration.clustering;

/** The fastest kernel of this machine, found once; without the incubating vector module that is the scalar one. */
final class BestKernel {
    static final Kernel INSTANCE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() ? new VectorKernel() : new ScalarKernel();

    private BestKernel() {}
}
