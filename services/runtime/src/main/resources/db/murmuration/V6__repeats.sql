-- A part that is done once more by design (names are made twice where the review rejects some) does not count as retried.
ALTER TABLE runs.progress ADD COLUMN succeeded boolean NOT NULL DEFAULT false;
