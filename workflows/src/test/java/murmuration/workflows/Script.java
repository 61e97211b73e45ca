package murmuration.workflows;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import murmuration.runtime.Progress;

/** What scripted services answer, and a journal of what they were asked. */
final class Script {
    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Map<String, Act> acts = new ConcurrentHashMap<>();
    private volatile List<Integer> shards = List.of(3, 2);
    private volatile int accounts = 5;
    private volatile int rejecting = 1;
    private volatile boolean pending;

    /** What a service does when it is asked. */
    @FunctionalInterface
    interface Act {
        /** Does it; what it throws is the answer. */
        void when(String detail, Progress progress);
    }

    /** Forgets everything. */
    void reset() {
        journal.clear();
        acts.clear();
        shards = List.of(3, 2);
        accounts = 5;
        rejecting = 1;
        pending = false;
    }

    /** Whether batches at the provider have not ended. */
    void pending(boolean still) {
        pending = still;
    }

    boolean pending() {
        return pending;
    }

    /** From now on the call of this name does so. */
    void on(String call, Act act) {
        acts.put(call, act);
    }

    /** From now on the call of this name does nothing special. */
    void calm(String call) {
        acts.remove(call);
    }

    void shards(List<Integer> sizes) {
        shards = List.copyOf(sizes);
    }

    List<Integer> shards() {
        return shards;
    }

    void accounts(int number) {
        accounts = number;
    }

    int accounts() {
        return accounts;
    }

    /** So many reviews of a run send a name back. */
    void rejecting(int reviews) {
        rejecting = reviews;
    }

    int rejecting() {
        return rejecting;
    }

    int conversations() {
        return shards.stream().mapToInt(Integer::intValue).sum();
    }

    /** Every call so far, with its detail. */
    List<String> journal() {
        return List.copyOf(journal);
    }

    /** How often a call was made. */
    long calls(String call) {
        return journal.stream().filter(line -> line.startsWith(call)).count();
    }

    void call(String call, String detail, Progress progress) {
        journal.add(detail.isEmpty() ? call : call + " " + detail);
        acts.getOrDefault(call, (nothing, special) -> {}).when(detail, progress);
    }

    void call(String call) {
        call(call, "", (done, total, outcomes) -> {});
    }
}
