package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * Shows a run while it goes on: lines that are redrawn where a person watches, plain lines every few seconds elsewhere.
 * A connection that is lost is taken up again.
 */
final class Watch {
    private static final Duration PLAIN_PAUSE = Duration.ofSeconds(3);

    private final Api api;
    private final String runId;
    private final boolean redraw = Terminal.interactive();
    private final Set<String> printed = new HashSet<>();
    private int drawn;
    private Instant lastPlain = Instant.EPOCH;
    private JsonNode run;

    Watch(Api api, String runId) {
        this.api = api;
        this.runId = runId;
        this.run = api.get("/runs/" + Api.encoded(runId));
    }

    /** Watches until the run ends, or waits for something that nobody here can give; answers the exit code. */
    int untilEnd() {
        int lost = 0;
        while (!ended() && !stuck()) {
            try {
                api.watch(runId, seen -> {
                    show(seen);
                    return stuck();
                });
                show(api.get("/runs/" + Api.encoded(runId)));
                lost = 0;
            } catch (MurmurationException e) {
                if (e.code() != ErrorCode.UNAVAILABLE || ++lost > 20) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            }
        }
        finish();
        return switch (run.path("state").asText()) {
            case "PUBLISHED" -> 0;
            case "CANCELED" -> 130;
            case "PAUSED" -> 3;
            default -> 1;
        };
    }

    /** The run as it was last seen. */
    JsonNode run() {
        return run;
    }

    private boolean ended() {
        return switch (run.path("state").asText()) {
            case "PUBLISHED", "FAILED", "CANCELED" -> true;
            default -> false;
        };
    }

    /** Paused by itself: more money or another key is needed. */
    private boolean stuck() {
        return run.path("state").asText().equals("PAUSED")
                && !run.path("reason").asText().equals("asked");
    }

    private void show(JsonNode seen) {
        run = seen;
        if (redraw) {
            redraw();
        } else {
            plain();
        }
    }

    private void redraw() {
        List<String> lines = new ArrayList<>();
        Instant now = Instant.now();
        for (JsonNode stage : run.path("stages")) {
            if (!stage.path("state").asText().equals("PENDING")) {
                lines.add(Stages.line(run, stage, now));
            }
        }
        if (run.path("state").asText().equals("PAUSED")) {
            lines.add("  paused (" + run.path("reason").asText() + "); " + next());
        }
        if (run.path("state").asText().equals("AWAITING_APPROVAL")) {
            lines.add("  waits for a yes: murmuration runs approve " + runId);
        }
        StringBuilder out = new StringBuilder();
        if (drawn > 0) {
            out.append("\u001b[").append(drawn).append("A");
        }
        lines.forEach(line -> out.append("\u001b[2K").append(line).append('\n'));
        Terminal.out().print(out);
        Terminal.out().flush();
        drawn = lines.size();
    }

    private String next() {
        return switch (run.path("reason").asText()) {
            case "budget" -> "raise it with: murmuration runs budget " + runId + " USD";
            case "credentials" ->
                "set the provider's key (murmuration doctor says which is found), start the server again, then:"
                        + " murmuration runs resume " + runId;
            default -> "go on with: murmuration runs resume " + runId;
        };
    }

    private void plain() {
        Instant now = Instant.now();
        for (JsonNode stage : run.path("stages")) {
            String name = stage.path("stage").asText();
            if (stage.path("state").asText().equals("DONE") && printed.add(name)) {
                Terminal.out().println(Stages.line(run, stage, now));
            } else if (stage.path("state").asText().equals("RUNNING")
                    && !complete(stage)
                    && Duration.between(lastPlain, now).compareTo(PLAIN_PAUSE) > 0) {
                Terminal.out().println(Stages.line(run, stage, now));
                lastPlain = now;
            }
        }
    }

    /** All is done, and the end is about to be noted: not worth a line of its own. */
    private static boolean complete(JsonNode stage) {
        long done = stage.path("done").asLong();
        return done > 0 && done == stage.path("total").asLong();
    }

    private void finish() {
        show(run);
        String cost = Cost.line(run);
        if (!cost.isEmpty()) {
            Terminal.out().println(cost);
        }
        if (stuck()) {
            System.err.println(
                    "murmuration: the run is paused (" + run.path("reason").asText() + "); " + next());
        }
        if (run.path("state").asText().equals("FAILED")) {
            System.err.println("murmuration: the run failed: "
                    + run.path("error").path("message").asText() + " ("
                    + run.path("error").path("code").asText() + ")");
        }
    }
}
