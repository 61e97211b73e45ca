package murmuration.extraction.shards;

/**
 * A shard of a data set.
 *
 * @param number from 0
 * @param digest SHA-256 of its lines
 * @param conversations at most {@link Shards#SIZE}
 */
public record ShardRef(int number, String digest, int conversations) {}
