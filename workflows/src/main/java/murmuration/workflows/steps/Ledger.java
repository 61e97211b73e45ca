package murmuration.workflows.steps;

import murmuration.workflows.runs.Desired;
import murmuration.workflows.runs.Part;
import murmuration.workflows.runs.ProgressRows;
import murmuration.workflows.runs.ProgressRows.Begun;
import murmuration.workflows.runs.ProgressRows.Count;

/** Where the attempts of one piece of work are accounted for, and where it learns whether it is still wanted. */
interface Ledger {
    /** An attempt begins. */
    Begun begin();

    /** How far it is; answers what is wanted by now. */
    Desired flush(Count count);

    /** It is done. */
    void succeed(Count count);

    /** It ended through no fault of its own. */
    void excuse();

    /** It was stopped because the owner wants it so: it counts as no attempt. */
    void stop();

    /** No attempt will follow. */
    void giveUp();

    /** Whether the work can be split, so that attempts which took their worker with them are held against it too. */
    boolean splits();

    /** A part of a stage. */
    static Ledger of(ProgressRows rows, Part part, boolean splits) {
        return new Ledger() {
            @Override
            public Begun begin() {
                return rows.begin(part);
            }

            @Override
            public Desired flush(Count count) {
                return rows.flush(part, count);
            }

            @Override
            public void succeed(Count count) {
                rows.succeed(part, count);
            }

            @Override
            public void excuse() {
                rows.excuse(part);
            }

            @Override
            public void stop() {
                rows.stop(part);
            }

            @Override
            public void giveUp() {
                rows.giveUp(part);
            }

            @Override
            public boolean splits() {
                return splits;
            }
        };
    }
}
