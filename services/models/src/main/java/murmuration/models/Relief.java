package murmuration.models;

/**
 * Whether asking less relieves a provider that says that it is overloaded. Once it says so in more than one of twenty cases, it
 * is asked a third less, and less again as long as overloads stay. But where their share stays the same however little is asked,
 * they are not our doing, and it is asked as much as before, for a while whatever it says. Not thread-safe.
 */
final class Relief {
    private static final double FEWER = 2.0 / 3;
    /** So small a share of overloads is none. */
    private static final double NONE = 0.05;
    /** So large a one is our doing in any case. */
    private static final double MOST = 0.5;
    /** A share that is more than this part of the one before has stayed the same. */
    private static final double SAME = 0.7;
    /** Outcomes that a share is taken of, at least. */
    private static final int LEAST = 40;
    /** So many good answers in a row end an overload that was our doing. */
    private static final int OVER = 8;
    /** So many times what is under way at a time, overloads that are not our doing count for nothing. */
    private static final int WHILE = 10;

    /** What was asked before; 0: nothing is tried. */
    private int before;

    /** Of overloads, at the limit before this one; infinite where it is not known. */
    private double share;

    private int inARow;
    private int outcomes;
    private int overloads;
    /** Outcomes that say nothing: of what was under way when less began to be asked, or while overloads count for nothing. */
    private int excused;

    /** Fewer calls are tried. */
    boolean isTried() {
        return before > 0;
    }

    /** A call came back while there were at most so many; how many there may be from now on. */
    int after(int limit, boolean overloaded) {
        if (excused > 0) {
            excused--;
            return limit;
        }
        outcomes++;
        overloads += overloaded ? 1 : 0;
        inARow = overloaded ? 0 : inARow + 1;
        int window = Math.max(LEAST, limit);
        if (!isTried() && overloads > NONE * window) {
            return begun(limit);
        }
        if (isTried() && share > MOST && share <= 1 && inARow >= OVER) {
            return judged(limit, 0);
        }
        if (outcomes < window) {
            return limit;
        }
        if (isTried()) {
            return judged(limit, (double) overloads / outcomes);
        }
        begin();
        return limit;
    }

    private int begun(int limit) {
        before = limit;
        return fewer(limit, Double.POSITIVE_INFINITY);
    }

    private int judged(int limit, double now) {
        if (now <= NONE) {
            before = 0;
            begin();
            return limit;
        }
        if (now > MOST || now <= SAME * share) {
            return fewer(limit, now);
        }
        int again = before;
        before = 0;
        begin();
        excused = WHILE * again;
        return again;
    }

    private int fewer(int limit, double now) {
        share = now;
        excused = limit;
        begin();
        return Math.max(1, (int) (limit * FEWER));
    }

    private void begin() {
        inARow = 0;
        outcomes = 0;
        overloads = 0;
    }
}
