package murmuration.workflows.steps;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import murmuration.core.RunKey;
import murmuration.workflows.runs.Desired;

/** What a run does with its own rows. */
@ActivityInterface(namePrefix = "Run")
public interface RunActivities {
    /** The run begins, or goes on after a pause. */
    Orders start(RunKey run);

    /** Enters a stage; answers whether there is anything left to do. Fails as PAUSED or CANCELED where that is wanted. */
    boolean begin(StageCall call);

    /** The stage that was entered last with this name is done. */
    void finish(StageCall call);

    /** Whether the data set's import is done; fails as the import has, or where the spec does not allow what it gave. */
    boolean imported(RunKey run);

    /** How many conversations each of the next shards holds. */
    List<Integer> shards(ShardPage page);

    /** Pauses; answers what the owner wants by now. */
    Desired pause(Pause pause);

    /** What the owner wants by now. */
    Desired desired(RunKey run);

    /** Whether a person has said yes to publishing; until then the run waits. */
    boolean approved(RunKey run);

    /** Records a person's yes, once; fails as CONFLICT where the run does not wait for one. */
    void approve(Approval approval);

    /** Forgets all that the run has computed from its plan on: some of what it was made of has been erased. */
    void startOver(RunKey run);

    /** The run has ended. */
    void end(RunEnd end);
}
