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
