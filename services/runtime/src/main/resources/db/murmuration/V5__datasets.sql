-- Importing the same again changes nothing: identity is an HMAC of a source's content under the deployment's key and
-- settings; '' in rows that are older than it.
ALTER TABLE runs.dataset ADD COLUMN identity text NOT NULL DEFAULT '';

CREATE UNIQUE INDEX dataset_identity ON runs.dataset (tenant, name, identity, format, metadata_keys)
    WHERE state IN ('IMPORTING', 'READY') AND identity <> '';
