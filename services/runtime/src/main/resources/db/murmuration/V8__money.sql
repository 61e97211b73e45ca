-- What budgets and rates need beside what they had (docs/models.md).

-- Rates that providers tell apart. A level that nothing limits is infinite; what was known is told again with the next answer.
DELETE FROM model.lane;
ALTER TABLE model.lane
    ALTER COLUMN requests SET DEFAULT 'Infinity',
    ALTER COLUMN tokens SET DEFAULT 'Infinity',
    ADD COLUMN input_tokens_per_minute bigint,
    ADD COLUMN input_tokens float8 NOT NULL DEFAULT 'Infinity',
    ADD COLUMN output_tokens_per_minute bigint,
    ADD COLUMN output_tokens float8 NOT NULL DEFAULT 'Infinity';

-- unpriced: calls of the row whose model had no price; micros is the sum over the others, null where there are none.
-- Of input_tokens, cache_write_tokens were put into the provider's cache and cache_read_tokens taken from there.
ALTER TABLE model.usage
    ADD COLUMN unpriced bigint NOT NULL DEFAULT 0,
    ADD COLUMN cache_write_tokens bigint NOT NULL DEFAULT 0,
    ADD COLUMN cache_read_tokens bigint NOT NULL DEFAULT 0;
UPDATE model.usage SET unpriced = calls WHERE micros IS NULL;

-- Deleting a data set takes what its runs have cost too; the rows of calls that did not end went already.
GRANT DELETE ON model.usage TO murmuration_extraction;

-- Whether the budget was raised since the run last began or went on: what it ran into meanwhile was the former one.
ALTER TABLE runs.run ADD COLUMN budget_raised boolean NOT NULL DEFAULT FALSE;
