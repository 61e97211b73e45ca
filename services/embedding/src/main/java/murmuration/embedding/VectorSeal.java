package murmuration.embedding;

/**
 * What the vectors of a run are, as one digest.
 *
 * @param digest over shard, position and bits of every vector, in this order
 * @param report canonical JSON: which model, of which revision, on which family of processors
 */
record VectorSeal(String digest, long vectors, String report) {}
