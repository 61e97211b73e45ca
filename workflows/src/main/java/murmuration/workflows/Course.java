package murmuration.workflows;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import murmuration.core.RunKey;
import murmuration.core.Stage;
import murmuration.workflows.runs.Desired;
import murmuration.workflows.steps.Pause;
import murmuration.workflows.steps.RunActivities;
import murmuration.workflows.steps.StageCall;
import murmuration.workflows.steps.TemporalErrors;

/** Takes one run from stage to stage: enters and leaves them, and waits where the run is to pause. */
final class Course {
    private final RunActivities runs;
    private final RunActivities erasing = Workflow.newActivityStub(RunActivities.class, Patience.ERASURE);
    private final RunKey run;
    private boolean steered;

    Course(RunActivities runs, RunKey run) {
        this.runs = runs;
        this.run = run;
    }

    /** What the owner wants has changed. */
    void steered() {
        steered = true;
    }

    /** Does a stage, unless it has been done. */
    void once(Stage stage, Runnable work) {
        through(new StageCall(run, stage, false, reset()), work);
    }

    /** Does a stage, also where it has been done before: its work skips what is done. */
    void again(Stage stage, Runnable work) {
        through(new StageCall(run, stage, true, reset()), work);
    }

    /** Which execution this is, where it is another than the workflow began as; no continuation is made of it. */
    private static String reset() {
        WorkflowInfo now = Workflow.getInfo();
        return now.getRunId().equals(now.getOriginalExecutionRunId()) ? "" : now.getRunId();
    }

    /** Goes through stages; as often as conversations are erased meanwhile, once more from the plan on. */
    void run(Runnable stages) {
        for (boolean through = false; !through; ) {
            try {
                stages.run();
                through = true;
            } catch (TemporalFailure failure) {
                if (Fault.of(failure).ending() != Ending.START_OVER) {
                    throw failure;
                }
                erasing.startOver(run);
            }
        }
    }

    /** Waits until something has changed since the last look. */
    void awaitSteering() {
        Workflow.await(() -> steered);
        steered = false;
    }

    private void through(StageCall call, Runnable work) {
        Ending ending = attempt(call, work);
        while (ending.pauses()) {
            pause(ending);
            ending = attempt(call, work);
        }
    }

    private Ending attempt(StageCall call, Runnable work) {
        try {
            if ((call.reset().isEmpty() ? runs : erasing).begin(call)) {
                RunAttributes.entered(call.stage());
                work.run();
                runs.finish(call);
            }
            return Ending.DONE;
        } catch (TemporalFailure failure) {
            Ending ending = Fault.of(failure).ending();
            if (!ending.pauses()) {
                throw failure;
            }
            return ending;
        }
    }

    private void pause(Ending ending) {
        steered = false;
        Desired desired = runs.pause(new Pause(run, ending.reason(), ending != Ending.PAUSED));
        while (desired == Desired.PAUSE) {
            awaitSteering();
            desired = runs.desired(run);
        }
        if (desired == Desired.CANCEL) {
            throw TemporalErrors.stopped(desired);
        }
        runs.start(run);
    }
}
