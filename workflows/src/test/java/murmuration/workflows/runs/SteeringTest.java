package murmuration.workflows.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunState;
import org.junit.jupiter.api.Test;

class SteeringTest {
    @Test
    void eachStateAllowsWhatMakesSenseInIt() {
        assertThat(allowed(RunState.QUEUED, Desired.RUN))
                .containsExactlyInAnyOrder(Steering.PAUSE, Steering.RESUME, Steering.CANCEL);
        assertThat(allowed(RunState.RUNNING, Desired.RUN))
                .containsExactlyInAnyOrder(Steering.PAUSE, Steering.RESUME, Steering.CANCEL);
        assertThat(allowed(RunState.PAUSED, Desired.PAUSE))
                .containsExactlyInAnyOrder(Steering.PAUSE, Steering.RESUME, Steering.CANCEL);
        assertThat(allowed(RunState.AWAITING_APPROVAL, Desired.RUN))
                .containsExactlyInAnyOrder(Steering.APPROVE, Steering.CANCEL);
        assertThat(allowed(RunState.RUNNING, Desired.CANCEL)).containsExactly(Steering.CANCEL);
        assertThat(allowed(RunState.PUBLISHED, Desired.RUN)).isEmpty();
        assertThat(allowed(RunState.FAILED, Desired.RUN)).isEmpty();
        assertThat(allowed(RunState.CANCELED, Desired.CANCEL)).containsExactly(Steering.CANCEL);
    }

    @Test
    void askingTwiceChangesNothing() {
        assertThat(Steering.PAUSE.in(standing(RunState.RUNNING, Desired.RUN))).contains(Steering.PAUSE);
        assertThat(Steering.PAUSE.in(standing(RunState.PAUSED, Desired.PAUSE))).isEmpty();
        assertThat(Steering.RESUME.in(standing(RunState.PAUSED, Desired.RUN))).isEmpty();
        assertThat(Steering.CANCEL.in(standing(RunState.CANCELED, Desired.CANCEL)))
                .isEmpty();
    }

    @Test
    void aRefusalGivesItsReason() {
        assertThatThrownBy(() -> Steering.APPROVE.in(standing(RunState.RUNNING, Desired.RUN)))
                .hasMessage("the run is RUNNING and does not wait for approval");
        assertThatThrownBy(() -> Steering.PAUSE.in(standing(RunState.PUBLISHED, Desired.RUN)))
                .hasMessage("the run has ended: PUBLISHED");
    }

    private static Set<Steering> allowed(RunState state, Desired desired) {
        return Stream.of(Steering.values())
                .filter(steering -> allows(steering, standing(state, desired)))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Steering.class)));
    }

    private static boolean allows(Steering steering, Run.Standing standing) {
        try {
            var ignored = steering.in(standing);
            return true;
        } catch (MurmurationException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
            return false;
        }
    }

    private static Run.Standing standing(RunState state, Desired desired) {
        return new Run.Standing(state, desired, "", "", false);
    }
}
