package murmuration.hierarchy;

import java.util.List;

/**
 * A parent with its children.
 *
 * @param name what was proposed for it; its final name is found from its children later
 * @param children indices among the level's clusters, ascending, at least one
 */
record Family(String name, List<Integer> children) {
    Family {
        children = List.copyOf(children);
    }

    /** Whether it collapses: its one child hangs at the next level up. */
    boolean lone() {
        return children.size() == 1;
    }
}
