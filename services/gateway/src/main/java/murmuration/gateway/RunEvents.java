package murmuration.gateway;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;
import murmuration.core.RunState;
import murmuration.runs.v1.Run;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** A run's changes as server-sent events: name {@code run}, id its version, data the run. */
final class RunEvents {
    private final Runs runs;
    private final Duration heartbeat;

    /** @param heartbeat pause between the comments that keep a quiet stream alive, and show that it is */
    RunEvents(Runs runs, Duration heartbeat) {
        this.runs = runs;
        this.heartbeat = heartbeat;
    }

    /** What a client that has seen a version says; anything else is the beginning. */
    static long version(@Nullable String lastEventId) {
        try {
            return lastEventId == null ? 0 : Math.max(0, Long.parseLong(lastEventId.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Every change since a version; ends when the run has. */
    Multi<OutboundSseEvent> of(Run now, long after, Sse sse) {
        if (RunState.valueOf(now.getState()).ended()) {
            return now.getVersion() != after
                    ? Multi.createFrom().item(event(now, sse))
                    : Multi.createFrom().empty();
        }
        Multi<Optional<OutboundSseEvent>> changes = runs.watch(now.getId(), after)
                .map(run -> Optional.of(event(run, sse)))
                .onCompletion()
                .continueWith(Optional.<OutboundSseEvent>empty());
        Multi<Optional<OutboundSseEvent>> signs = Multi.createFrom()
                .ticks()
                .every(heartbeat)
                .onOverflow()
                .drop()
                .map(tick -> Optional.of(sse.newEventBuilder().comment("").build()));
        return Multi.createBy()
                .merging()
                .streams(changes, signs)
                .select()
                .first(Optional::isPresent)
                .map(Optional::get);
    }

    private static OutboundSseEvent event(Run run, Sse sse) {
        return sse.newEventBuilder()
                .name("run")
                .id(Long.toString(run.getVersion()))
                .data(Json.write(RunView.of(run)))
                .build();
    }
}
