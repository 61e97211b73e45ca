package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/**
 * Shows a run while it goes on: lines that are redrawn where a person watches, plain lines elsewhere.
 * A connection that is lost is taken up again.
 */
final class Watch {
    /** How often what stands still is looked at: its time goes on. */
    private static final long TICK_SECONDS = 5;

    private final Api api;
    private final String runId;
    private final PrintStream out;
    private final boolean redraw;
    private final PlainLines plain = new PlainLines();
    private int drawn;
    private volatile JsonNode run;

    /** Watches a run of which a person or, with {@code json}, a program reads the answer. */
    Watch(Api api, String runId, boolean json) {
        this.api = api;
        this.runId = runId;
        this.out = Terminal.onTheWay(json);
        this.redraw = !json && Terminal.interactive();
        this.run = api.get("/runs/" + Api.encoded(runId));
    }

    /** Watches until the run ends, or waits for something that nobody here can give; answers the exit code. */
    int untilEnd() {
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            var ignored = clock.scheduleAtFixedRate(() -> show(run), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
            follow();
        }
        finish();
        return switch (run.path("state").asText()) {
            case "PUBLISHED" -> 0;
            case "CANCELED" -> 130;
            case "PAUSED" -> 3;
            default -> 1;
        };
    }

    private void follow() {
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

    private synchronized void show(JsonNode seen) {
        run = seen;
        if (redraw) {
            redraw();
        } else {
            plain.due(run, Instant.now()).forEach(out::println);
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
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append("A");
        }
        lines.forEach(line -> text.append("\u001b[2K").append(line).append('\n'));
        out.print(text);
        out.flush();
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

    private void finish() {
        show(run);
        String cost = Cost.line(run);
        if (!cost.isEmpty()) {
            out.println(cost);
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
