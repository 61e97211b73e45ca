-- The reset of a run's workflow that was followed last: its execution's id, so that it is followed once.
ALTER TABLE runs.run ADD COLUMN reset text NOT NULL DEFAULT '';
