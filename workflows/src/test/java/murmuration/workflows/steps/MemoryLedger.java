package murmuration.workflows.steps;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import murmuration.workflows.runs.Desired;
import murmuration.workflows.runs.ProgressRows.Begun;
import murmuration.workflows.runs.ProgressRows.Count;

/** Accounts for attempts in memory; the owner's wish comes after so many looks. */
final class MemoryLedger implements Ledger {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile Desired desired = Desired.RUN;
    private volatile int after;
    private volatile int crashes;

    List<String> events() {
        return List.copyOf(events);
    }

    void desire(Desired wish, int afterLooks) {
        desired = wish;
        after = afterLooks;
    }

    void crashed(int times) {
        crashes = times;
    }

    @Override
    public Begun begin() {
        events.add("begin");
        return new Begun(crashes + 1, look());
    }

    @Override
    public Desired flush(Count count) {
        return look();
    }

    @Override
    public void succeed(Count count) {
        events.add("succeed");
    }

    @Override
    public void excuse() {
        events.add("excuse");
    }

    @Override
    public void stop() {
        events.add("stop");
    }

    @Override
    public void giveUp() {
        events.add("giveUp");
    }

    @Override
    public boolean splits() {
        return true;
    }

    private synchronized Desired look() {
        return after-- > 0 ? Desired.RUN : desired;
    }
}
