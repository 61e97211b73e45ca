package murmuration.workflows.runs;

import java.util.Optional;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunState;

/** What may be asked of a run in which state. */
enum Steering {
    PAUSE,
    RESUME,
    CANCEL,
    APPROVE;

    /** What asking for it changes: nothing where it is so already; CONFLICT with the reason where the state forbids it. */
    Optional<Steering> in(Run.Standing standing) {
        return switch (this) {
            case PAUSE -> pause(standing);
            case RESUME -> resume(standing);
            case CANCEL -> cancel(standing);
            case APPROVE -> approve(standing);
        };
    }

    private Optional<Steering> pause(Run.Standing standing) {
        refuseEnded(standing);
        if (standing.state() == RunState.AWAITING_APPROVAL) {
            throw conflict("the run waits for approval, there is nothing to pause");
        }
        if (standing.desired() == Desired.CANCEL) {
            throw conflict("the run is being canceled");
        }
        return standing.desired() == Desired.PAUSE ? Optional.empty() : Optional.of(this);
    }

    private Optional<Steering> resume(Run.Standing standing) {
        refuseEnded(standing);
        if (standing.desired() == Desired.CANCEL) {
            throw conflict("the run is being canceled");
        }
        if (standing.state() == RunState.AWAITING_APPROVAL) {
            throw conflict("the run waits for approval, not for resuming");
        }
        return standing.desired() == Desired.RUN ? Optional.empty() : Optional.of(this);
    }

    private Optional<Steering> cancel(Run.Standing standing) {
        if (standing.state() == RunState.CANCELED) {
            return Optional.empty();
        }
        refuseEnded(standing);
        return standing.desired() == Desired.CANCEL ? Optional.empty() : Optional.of(this);
    }

    private Optional<Steering> approve(Run.Standing standing) {
        if (standing.approved() && standing.state() != RunState.FAILED && standing.state() != RunState.CANCELED) {
            return Optional.empty();
        }
        refuseEnded(standing);
        if (standing.state() != RunState.AWAITING_APPROVAL) {
            throw conflict("the run is " + standing.state() + " and does not wait for approval");
        }
        return Optional.of(this);
    }

    private static void refuseEnded(Run.Standing standing) {
        if (standing.state().ended()) {
            throw conflict("the run has ended: " + standing.state());
        }
    }

    private static MurmurationException conflict(String reason) {
        return new MurmurationException(ErrorCode.CONFLICT, reason);
    }
}
