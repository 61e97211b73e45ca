package murmuration.models;

/**
 * How many calls to have under way at a provider. Found by trying: with more of them the rate of answers (calls under way ÷ mean
 * time of an answer) has to rise by half of what it could, or it stays with fewer. It doubles first, then tries a quarter more
 * and a fifth less in turn. A provider that says that it is overloaded is asked less, where that is a {@link Relief} to it. Not
 * thread-safe.
 */
final class Concurrency {
    private static final int FIRST = 4;
    private static final double DOUBLE = 2;
    private static final double MORE = 1.25;
    private static final double FEWER = 0.8;
    /** A trial has at least so many answers, since their times differ by what was asked. */
    private static final int LEAST_TRIAL = 32;
    /** The way back to what somebody has said goes by at least so many answers a step. */
    private static final int LEAST_STEP = 8;

    private final int most;
    private final boolean found;
    private final Relief relief = new Relief();
    private int limit;
    private int answers;
    private double nanos;
    /** What the trial is compared with; 0: nothing yet. */
    private int known;

    private double rate;
    private double factor;

    private Concurrency(int most, boolean found) {
        this.most = most;
        this.found = found;
        limit = found ? Math.min(FIRST, most) : most;
        factor = found ? DOUBLE : MORE;
    }

    /** As many as somebody has said; fewer only while the provider is overloaded. */
    static Concurrency of(int calls) {
        return new Concurrency(calls, false);
    }

    /** As many as make a difference, at most so many. */
    static Concurrency upTo(int most) {
        return new Concurrency(most, true);
    }

    int most() {
        return most;
    }

    int limit() {
        return limit;
    }

    /** A call was answered after this time. */
    void answered(long took) {
        relieve(false);
        if (relief.isTried()) {
            return;
        }
        answers++;
        nanos += took;
        if (answers < Math.max(found ? LEAST_TRIAL : LEAST_STEP, 2 * limit)) {
            return;
        }
        if (found) {
            judge(limit * answers / nanos);
        } else {
            limit = tried(MORE);
        }
        begin();
    }

    /** The provider says that it is overloaded. */
    void overloaded() {
        relieve(true);
    }

    private void relieve(boolean overloaded) {
        int wanted = relief.after(limit, overloaded);
        if (wanted != limit) {
            limit = wanted;
            known = 0;
            factor = MORE;
            begin();
        }
    }

    private void begin() {
        answers = 0;
        nanos = 0;
    }

    private void judge(double now) {
        if (known == 0 || known == limit || now >= rate * worthwhile((double) limit / known)) {
            known = limit;
            rate = now;
            limit = tried(factor);
        } else {
            limit = known;
            factor = factor < 1 ? MORE : FEWER;
        }
    }

    /** More calls must bring half of what they could; fewer may cost a quarter of it. */
    private static double worthwhile(double growth) {
        return 1 + (growth - 1) * (growth > 1 ? 0.5 : 0.25);
    }

    /** So many times the limit, one more or less at the least. */
    private int tried(double times) {
        long other = Math.round(limit * times);
        return Math.clamp(other == limit ? limit + (times > 1 ? 1 : -1) : other, 1, most);
    }
}
