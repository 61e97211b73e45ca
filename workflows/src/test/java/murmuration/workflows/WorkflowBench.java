package murmuration.workflows;

import java.util.Collections;
import java.util.Locale;
import murmuration.workflows.runs.Specs;

/**
 * Measures what a run costs beside its services: scripted ones answer at once. Prints one row: how many conversations and
 * calls, how long, and how many calls a second; and how many activities a second that do nothing at all.
 */
final class WorkflowBench {
    private WorkflowBench() {}

    /** Arguments: shards and conversations in each; 4 and 5,000 where none are given. */
    public static void main(String[] arguments) {
        int shards = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4;
        int size = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5_000;
        try (TestPlatform platform = new TestPlatform()) {
            platform.awaitState(platform.start(Specs.of(platform.dataset())), "PUBLISHED");
            platform.script().shards(Collections.nCopies(shards, size));
            String dataset = platform.dataset();
            int before = platform.script().journal().size();
            long began = System.nanoTime();
            platform.awaitState(platform.start(Specs.of(dataset)), "PUBLISHED");
            double seconds = (System.nanoTime() - began) / 1e9;
            int activities = platform.script().journal().size() - before;
            double bare =
                    activities / BareActivities.seconds(platform.temporal().client(), activities);
            System.out.printf(
                    Locale.ROOT,
                    "shards %d, conversations %d, service calls %d, seconds %.2f, calls/s %.0f, bare activities/s %.0f%n",
                    shards,
                    (long) shards * size,
                    activities,
                    seconds,
                    activities / seconds,
                    bare);
        }
    }
}
