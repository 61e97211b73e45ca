-- Who said yes to the publishing of a run, and when: of the stage APPROVE, null in all others.
ALTER TABLE runs.stage ADD COLUMN approved_by text, ADD COLUMN approved_at timestamptz;
