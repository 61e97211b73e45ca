package murmuration.workflows;

import static murmuration.core.Stage.APPROVE;
import static murmuration.core.Stage.CLUSTER;
import static murmuration.core.Stage.EMBED;
import static murmuration.core.Stage.EXTRACT;
import static murmuration.core.Stage.IMPORT;
import static murmuration.core.Stage.LAYOUT;
import static murmuration.core.Stage.MINIMUMS;
import static murmuration.core.Stage.NAME;
import static murmuration.core.Stage.PLAN;
import static murmuration.core.Stage.PUBLISH;
import static murmuration.core.Stage.RAISE;
import static murmuration.core.Stage.REVIEW;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.workflows.runs.SafetyRuns;
import murmuration.workflows.steps.Approval;
import murmuration.workflows.steps.ClusteringActivities;
import murmuration.workflows.steps.EmbeddingActivities;
import murmuration.workflows.steps.ExtractionActivities;
import murmuration.workflows.steps.HierarchyActivities;
import murmuration.workflows.steps.LevelKey;
import murmuration.workflows.steps.Orders;
import murmuration.workflows.steps.PrivacyActivities;
import murmuration.workflows.steps.Raised;
import murmuration.workflows.steps.RunActivities;
import murmuration.workflows.steps.RunEnd;
import murmuration.workflows.steps.TemporalErrors;
import org.jspecify.annotations.Nullable;

/** The method's figure, a line per stage. */
public final class AnalyzeRunWorkflow implements AnalyzeRun {
    /** A name that does not pass its review is made twice more. */
    private static final int NAMINGS = 3;

    /** So often it was made, whatever came of it, before there was a third. */
    private static final int FORMER_NAMINGS = 2;

    private static final Duration FIRST_LOOK = Duration.ofMillis(250);
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);

    private final RunActivities runs = Workflow.newActivityStub(RunActivities.class, Patience.OWN_ROWS);
    private final RunActivities ending = Workflow.newActivityStub(RunActivities.class, Patience.ERASURE);
    private final ExtractionActivities extraction =
            Workflow.newActivityStub(ExtractionActivities.class, Patience.PURE_COMPUTE);
    private final EmbeddingActivities embedding =
            Workflow.newActivityStub(EmbeddingActivities.class, Patience.PURE_COMPUTE);
    private final ClusteringActivities clustering =
            Workflow.newActivityStub(ClusteringActivities.class, Patience.PURE_COMPUTE);
    private final HierarchyActivities hierarchy =
            Workflow.newActivityStub(HierarchyActivities.class, Patience.MODEL_CALL);
    private final PrivacyActivities privacy = Workflow.newActivityStub(PrivacyActivities.class, Patience.MODEL_CALL);
    private final ExtractionActivities courtesy =
            Workflow.newActivityStub(ExtractionActivities.class, Patience.COURTESY);
    private final RunKey run;
    private final Course course;
    private boolean batch;
    private @Nullable String safetyAsker;

    /** The workflow of one run. */
    @WorkflowInit
    public AnalyzeRunWorkflow(RunKey run) {
        this.run = run;
        course = new Course(runs, run);
    }

    @Override
    public void analyze(RunKey same) {
        try {
            Orders orders = runs.start(run);
            if (!orders.ended()) {
                batch = orders.batch();
                safetyAsker = orders.safetyAsker();
                course.run(() -> {
                    analyze(orders);
                    end(RunState.PUBLISHED, new Fault("", ""));
                });
            }
        } catch (TemporalFailure | MurmurationException failure) {
            end(Fault.of(failure));
        }
    }

    @Override
    public void steered() {
        course.steered();
    }

    @Override
    public void approve(Approval approval) {
        if (approval.by().equals(safetyAsker)) {
            throw TemporalErrors.last(ErrorCode.FORBIDDEN.name(), SafetyRuns.ANOTHER);
        }
        runs.approve(approval);
        course.steered();
    }

    private void analyze(Orders orders) {
        if (orders.safetyAsker() != null) {
            course.once(APPROVE, this::awaitApproval);
        }
        course.once(IMPORT, this::awaitImport);
        course.once(PLAN, () -> extraction.plan(run));
        course.once(EXTRACT, this::extract);
        course.once(EMBED, this::embed);
        course.once(CLUSTER, this::cluster);
        course.once(MINIMUMS, () -> applyMinimums(orders));
        nameAndReviewBase();
        course.once(RAISE, this::raise);
        course.once(LAYOUT, () -> clustering.layout(run));
        if (orders.approval()) {
            course.once(APPROVE, this::awaitApproval);
        }
        course.once(PUBLISH, () -> privacy.publish(run));
    }

    /** The import is a workflow of its own, since several runs may wait for it. */
    private void awaitImport() {
        Duration look = FIRST_LOOK;
        while (!runs.imported(run)) {
            Workflow.sleep(look);
            look = look.multipliedBy(2).compareTo(LAST_LOOK) < 0 ? look.multipliedBy(2) : LAST_LOOK;
        }
    }

    private void extract() {
        sweep(EXTRACT);
        extraction.seal(run);
    }

    private void embed() {
        if (sweep(EMBED) > 0) {
            // a conversation that could not be embedded has ended otherwise than was sealed
            extraction.seal(run);
        }
        embedding.seal(run);
    }

    private void cluster() {
        clustering.train(run);
        sweep(CLUSTER);
        clustering.seal(run);
    }

    private void applyMinimums(Orders orders) {
        privacy.applyMinimums(run);
        if (orders.reassign()) {
            clustering.reassignSmall(run);
        }
        clustering.findOutside(run);
    }

    private void nameAndReviewBase() {
        int[] rejected = {1};
        for (int naming = 0; isToBeNamed(naming, rejected[0]); naming++) {
            course.again(NAME, () -> hierarchy.name(new LevelKey(run, 0)));
            course.again(REVIEW, () -> rejected[0] = privacy.review(new LevelKey(run, 0)));
        }
    }

    private void raise() {
        Raised raised = hierarchy.raise(new LevelKey(run, 0));
        for (int level = 1; raised.parents() > 0; level++) {
            nameAndReview(new LevelKey(run, level));
            raised = raised.more() ? hierarchy.raise(new LevelKey(run, level)) : new Raised(0, false);
        }
        hierarchy.seal(run);
    }

    private void nameAndReview(LevelKey level) {
        int rejected = 1;
        for (int naming = 0; isToBeNamed(naming, rejected); naming++) {
            hierarchy.name(level);
            rejected = privacy.review(level);
        }
    }

    /** A run that a former worker took further with what a newer review had sent back twice is replayed as it went. */
    private static boolean isToBeNamed(int namings, int rejected) {
        return rejected > 0
                && namings < NAMINGS
                && (namings < FORMER_NAMINGS
                        || Workflow.getVersion("third naming", Workflow.DEFAULT_VERSION, 1) > Workflow.DEFAULT_VERSION);
    }

    private void awaitApproval() {
        while (!runs.approved(run)) {
            course.awaitSteering();
        }
    }

    private int sweep(Stage stage) {
        Sweep sweep = new Sweep(run, stage, 0, 0, batch && stage == EXTRACT);
        ShardedStage child = Workflow.newChildWorkflowStub(
                ShardedStage.class,
                ChildWorkflowOptions.newBuilder().setWorkflowId(sweep.id()).build());
        Swept swept = child.sweep(sweep);
        if (swept.ending() != Ending.DONE) {
            throw TemporalErrors.last(swept.ending().code(), "");
        }
        return swept.quarantined();
    }

    private void end(Fault fault) {
        boolean canceled = fault.ending() == Ending.CANCELED;
        cancelBatches();
        end(canceled ? RunState.CANCELED : RunState.FAILED, fault);
        if (!canceled) {
            throw fault.failure();
        }
    }

    /** What is at the provider costs money; the run ends also where that cannot be reached. */
    private void cancelBatches() {
        if (batch) {
            CancellationScope scope = Workflow.newDetachedCancellationScope(() -> {
                try {
                    courtesy.cancelBatches(run);
                } catch (TemporalFailure notReached) {
                    // the batches end by themselves within a day
                }
            });
            scope.run();
        }
    }

    /** Also where the workflow itself was canceled. */
    private void end(RunState state, Fault fault) {
        boolean failed = state == RunState.FAILED;
        RunEnd end = new RunEnd(run, state, failed ? fault.code() : "", failed ? fault.message() : "");
        CancellationScope scope = Workflow.newDetachedCancellationScope(() -> ending.end(end));
        scope.run();
    }
}
