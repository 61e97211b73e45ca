package murmuration.workflows.steps;

import murmuration.core.RunKey;
import murmuration.core.Stage;
import murmuration.hierarchy.v1.HierarchyServiceGrpc.HierarchyServiceBlockingStub;
import murmuration.hierarchy.v1.NameClustersRequest;
import murmuration.hierarchy.v1.NameClustersResponse;
import murmuration.hierarchy.v1.RaiseLevelRequest;
import murmuration.hierarchy.v1.RaiseLevelResponse;
import murmuration.hierarchy.v1.SealHierarchyRequest;

/** Calls the hierarchy service. */
public final class HierarchySteps implements HierarchyActivities {
    private final HierarchyServiceBlockingStub hierarchy;
    private final Calls calls;
    private final Books books;

    /** Steps that call this service. */
    public HierarchySteps(HierarchyServiceBlockingStub hierarchy, Calls calls, Books books) {
        this.hierarchy = hierarchy;
        this.calls = calls;
        this.books = books;
    }

    @Override
    public void name(LevelKey level) {
        NameClustersRequest request = NameClustersRequest.newBuilder()
                .setRun(Refs.run(level.run()))
                .setLevel(level.level())
                .build();
        Stage stage = level.level() == 0 ? Stage.NAME : Stage.RAISE;
        calls.watched(
                books.step(level.run(), stage, "name " + level.level()),
                watch -> watch.last(() -> hierarchy.nameClusters(request), NameClustersResponse::getProgress));
    }

    @Override
    public Raised raise(LevelKey level) {
        RaiseLevelRequest request = RaiseLevelRequest.newBuilder()
                .setRun(Refs.run(level.run()))
                .setLevel(level.level())
                .build();
        return calls.watched(books.step(level.run(), Stage.RAISE, "raise " + level.level()), watch -> {
            RaiseLevelResponse last = watch.last(() -> hierarchy.raiseLevel(request), RaiseLevelResponse::getProgress);
            return new Raised(last.getParents(), last.getMore());
        });
    }

    @Override
    public void seal(RunKey run) {
        SealHierarchyRequest request =
                SealHierarchyRequest.newBuilder().setRun(Refs.run(run)).build();
        calls.watched(books.step(run, Stage.RAISE, "seal"), watch -> {
            books.stages()
                    .seal(
                            run,
                            Stage.RAISE.name(),
                            Refs.seal(hierarchy.sealHierarchy(request).getSeal()));
            return true;
        });
    }
}
