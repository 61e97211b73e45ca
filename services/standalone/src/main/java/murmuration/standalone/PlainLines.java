package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lines about a run are due where nothing can be redrawn: each stage once when it has ended, and the one that works
 * every few seconds as long as it advances, else more rarely, with how long ago it began: a slow model is not a dead one. What
 * the run waits for is due once, and nothing more until it goes on.
 */
final class PlainLines {
    private static final Duration ADVANCING = Duration.ofSeconds(3);
    private static final Duration STANDING = Duration.ofSeconds(30);

    private final Stages stages = new Stages();
    private final Set<String> ended = new HashSet<>();
    private @Nullable Instant last;
    private @Nullable JsonNode shown;
    private String halted = "";

    /** The lines that are due now. */
    synchronized List<String> due(JsonNode run, Instant now) {
        stages.see(run, now);
        List<String> lines = new ArrayList<>();
        for (JsonNode stage : run.path("stages")) {
            String state = stage.path("state").asText();
            if (state.equals("DONE") && ended.add(stage.path("stage").asText())) {
                lines.add(stages.line(run, stage, now));
            } else if (state.equals("RUNNING")) {
                working(run, stage, now, lines);
            }
        }
        String halt = Halt.line(run);
        if (!halt.isEmpty() && !halt.equals(halted)) {
            lines.add("  " + halt);
        }
        halted = halt;
        return lines;
    }

    private void working(JsonNode run, JsonNode stage, Instant now, List<String> lines) {
        boolean first = last == null;
        Instant before = last == null ? now : last;
        last = before;
        Duration silence = Duration.between(before, now);
        boolean advanced = shown == null
                || !stage.path("stage").equals(shown.path("stage"))
                || !stage.path("done").equals(shown.path("done"));
        if (advanced && !complete(stage) && (first || silence.compareTo(ADVANCING) >= 0)) {
            lines.add(stages.line(run, stage, now));
        } else if (silence.compareTo(STANDING) >= 0 && Halt.line(run).isEmpty()) {
            lines.add(Stages.standing(run, stage, now));
        } else {
            return;
        }
        last = now;
        shown = stage;
    }

    /** All is done, and the end is about to be noted: not worth a line of its own. */
    private static boolean complete(JsonNode stage) {
        long done = stage.path("done").asLong();
        return done > 0 && done == stage.path("total").asLong();
    }
}
