package murmuration.workflows;

/**
 * How a sharded stage, or one shard of it, ended.
 *
 * @param quarantined conversations that were given up
 */
public record Swept(Ending ending, int quarantined) {}
