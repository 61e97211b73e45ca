package murmuration.workflows;

import io.grpc.stub.StreamObserver;
import murmuration.common.v1.Seal;
import murmuration.core.Digest;
import murmuration.hierarchy.v1.EraseRunRequest;
import murmuration.hierarchy.v1.EraseRunResponse;
import murmuration.hierarchy.v1.HierarchyServiceGrpc;
import murmuration.hierarchy.v1.NameClustersRequest;
import murmuration.hierarchy.v1.NameClustersResponse;
import murmuration.hierarchy.v1.RaiseLevelRequest;
import murmuration.hierarchy.v1.RaiseLevelResponse;
import murmuration.hierarchy.v1.SealHierarchyRequest;
import murmuration.hierarchy.v1.SealHierarchyResponse;
import murmuration.runtime.Rpc;

/** Pretends to name clusters, and raises two levels above the base. */
final class ScriptedHierarchy extends HierarchyServiceGrpc.HierarchyServiceImplBase {
    private static final int TOP = 2;

    private final Script script;

    ScriptedHierarchy(Script script) {
        this.script = script;
    }

    @Override
    public void nameClusters(NameClustersRequest request, StreamObserver<NameClustersResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        NameClustersResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("name", String.valueOf(request.getLevel()), progress);
                    return NameClustersResponse.getDefaultInstance();
                });
    }

    @Override
    public void raiseLevel(RaiseLevelRequest request, StreamObserver<RaiseLevelResponse> observer) {
        Rpc.stream(
                observer,
                progress ->
                        RaiseLevelResponse.newBuilder().setProgress(progress).build(),
                progress -> {
                    script.call("raise", String.valueOf(request.getLevel()), progress);
                    return RaiseLevelResponse.newBuilder()
                            .setParents(2)
                            .setMore(request.getLevel() + 1 < TOP)
                            .build();
                });
    }

    @Override
    public void sealHierarchy(SealHierarchyRequest request, StreamObserver<SealHierarchyResponse> observer) {
        Rpc.answer(observer, () -> {
            script.call("seal hierarchy");
            return SealHierarchyResponse.newBuilder()
                    .setSeal(Seal.newBuilder().setDigest(Digest.of("hierarchy")))
                    .build();
        });
    }

    @Override
    public void eraseRun(EraseRunRequest request, StreamObserver<EraseRunResponse> observer) {
        Rpc.answer(observer, () -> {
            script.call("erase levels");
            return EraseRunResponse.newBuilder().putRemoved("clusters", 7).build();
        });
    }
}
