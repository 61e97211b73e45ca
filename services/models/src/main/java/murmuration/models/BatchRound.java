package murmuration.models;

import murmuration.core.Purpose;
import murmuration.core.RunKey;

/** What a shard's conversations are asked of one model at once: one batch of a provider. */
public record BatchRound(RunKey run, int shard, Purpose purpose, String model) {}
