-- Erasure of an account (docs/decisions/0028): an empty line stays in each conversation's place in its shard, so that no
-- other moves; how many those are, by shard. Nothing here says whose they were.
ALTER TABLE facets.shard ADD COLUMN erased int NOT NULL DEFAULT 0;
ALTER TABLE runs.dataset ADD COLUMN erased bigint NOT NULL DEFAULT 0;

-- start_over: what the run has computed is of conversations that were erased since, and it computes everything again.
-- sweep: that services still hold something of it which has to go.
-- erased_at: when conversations that its result counts were erased last; it stays published.
ALTER TABLE runs.run ADD COLUMN start_over boolean NOT NULL DEFAULT FALSE, ADD COLUMN sweep boolean NOT NULL DEFAULT FALSE,
    ADD COLUMN erased_at timestamptz;
ALTER TABLE published.run ADD COLUMN erased_at timestamptz;
