package murmuration.workflows.steps;

/**
 * What raising a level made.
 *
 * @param parents clusters on the new level; 0 where this one is the top
 * @param more whether another level is to follow
 */
public record Raised(int parents, boolean more) {}
