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
    private final Stages stages = new Stages();
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
            var ignored = clock.scheduleAtFixedRate(this::show, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
            follow();
        }
        finish();
        return ExitCode.of(run);
    }

    private void follow() {
        int lost = 0;
        while (!ended() && !stuck()) {
            try {
                api.watch(runId, seen -> {
                    see(seen);
                    return stuck();
                });
                see(api.get("/runs/" + Api.encoded(runId)));
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

    /** Shows what is seen now. */
    synchronized void see(JsonNode seen) {
        run = seen;
        show();
    }

    /** Shows the run as it was last seen: its time goes on. */
    synchronized void show() {
        if (redraw) {
            redraw();
        } else {
            plain.due(run, Instant.now()).forEach(out::println);
        }
    }

    private void redraw() {
        List<String> lines = new ArrayList<>();
        Instant now = Instant.now();
        stages.see(run, now);
        for (JsonNode stage : run.path("stages")) {
            if (!stage.path("state").asText().equals("PENDING")) {
                lines.add(stages.line(run, stage, now));
            }
        }
        String halt = Halt.line(run);
        if (!halt.isEmpty()) {
            lines.add("  " + halt);
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

    private void finish() {
        show();
        String cost = Cost.line(run);
        if (!cost.isEmpty()) {
            out.println(cost);
        }
        if (stuck()) {
            System.err.println("murmuration: the run is " + Halt.line(run));
        }
        if (run.path("state").asText().equals("CANCELED")) {
            System.err.println("murmuration: the run was canceled; nothing of it is published (CANCELED)");
        }
        if (run.path("state").asText().equals("FAILED")) {
            System.err.println("murmuration: the run failed: "
                    + run.path("error").path("message").asText() + " ("
                    + run.path("error").path("code").asText() + ")");
        }
    }
}
