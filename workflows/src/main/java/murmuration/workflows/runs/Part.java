package murmuration.workflows.runs;

import java.util.Locale;
import murmuration.core.BatchKey;
import murmuration.core.RunKey;
import murmuration.core.Stage;

/** A part of a stage that is counted by itself: a batch, a shard, a level, or a step that the stage has once. */
public record Part(RunKey run, Stage stage, String name) {
    /** What a stage is expected to do in all, where that is known before its parts are. */
    static final String WHOLE = "whole";

    /** A batch of a stage. */
    public static Part of(Stage stage, BatchKey batch) {
        return new Part(
                batch.run(),
                stage,
                String.format(Locale.ROOT, "%d/%d+%d", batch.shard(), batch.first(), batch.count()));
    }
}
