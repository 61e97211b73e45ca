package murmuration.hierarchy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many levels a run gets, and how many clusters each aims at (method.md, 9): target sizes shrink geometrically from
 * the base to the top.
 *
 * @param targets clusters aimed at by level, the base's own count first
 */
record LevelPlan(List<Integer> targets) {
    /** Up to so many base clusters there is one level of parents, or none. */
    static final int SMALL = 20;

    /** Fewer cannot have two parents with two children each. */
    static final int FEWEST = 4;

    private static final int TOP = 10;

    LevelPlan {
        targets = List.copyOf(targets);
    }

    /** The plan for so many base clusters; {@code top} null: chosen from their number. */
    static LevelPlan of(int base, @Nullable Integer top) {
        if (base < FEWEST) {
            return new LevelPlan(List.of(base));
        }
        int wanted = top != null ? top : base <= SMALL ? (int) Math.round(Math.sqrt(base)) : Math.min(TOP, base / 3);
        int highest = Math.clamp(wanted, 2, base / 2);
        // the strict functions give the same bits on every machine
        int steps = base <= SMALL ? 1 : Math.max(1, (int) Math.ceil(StrictMath.log10((double) base / highest)));
        List<Integer> targets = new ArrayList<>();
        for (int level = 0; level <= steps; level++) {
            targets.add((int) Math.round(base * StrictMath.pow((double) highest / base, (double) level / steps)));
        }
        return new LevelPlan(targets);
    }

    /** Number of base clusters. */
    int base() {
        return targets.getFirst();
    }

    /** The highest level; 0 where the base gets no parents. */
    int top() {
        return targets.size() - 1;
    }

    /** Whether there are so few base clusters that parents are made only where each has two children or more. */
    boolean small() {
        return base() <= SMALL;
    }

    /** How many clusters a level is to have, where so many are below it. */
    Wanted wanted(int level, int children) {
        int names = Math.clamp(targets.get(level), 2, Math.max(2, children / 2));
        return Wanted.about(names);
    }
}
