-- What releases have counted, so that a later one can be compared with them (docs/decisions/0031). Privacy's own. Sets of
-- conversations stand here as digests under the deployment's key; no account and no conversation does.

CREATE SCHEMA released;

CREATE TABLE released.release (
    tenant text NOT NULL,
    release_id bigint GENERATED ALWAYS AS IDENTITY,
    run_id uuid NOT NULL,
    -- of all that is counted, and by which rules; null once somebody who was counted has been erased
    digest text,
    -- the minimum of accounts
    accounts int NOT NULL,
    -- its numbers carry no noise
    exact boolean NOT NULL,
    -- {"near": …, "releases": [runs over some of the same conversations]}
    compared jsonb NOT NULL,
    PRIMARY KEY (tenant, release_id)
);
CREATE INDEX ON released.release (tenant, digest);
CREATE INDEX ON released.release (tenant, run_id);

-- What each number of an exact release counts.
CREATE TABLE released.number (
    tenant text NOT NULL,
    release_id bigint NOT NULL,
    counted uuid NOT NULL,
    PRIMARY KEY (tenant, release_id, counted),
    FOREIGN KEY (tenant, release_id) REFERENCES released.release ON DELETE CASCADE
);
CREATE INDEX ON released.number (tenant, counted);

-- What differentially private releases have spent of the budget of their data set. It stays when the data set goes: what was
-- read was read.
CREATE TABLE released.spent (
    tenant text NOT NULL,
    spent_id bigint GENERATED ALWAYS AS IDENTITY,
    dataset_id uuid NOT NULL,
    dataset_digest text NOT NULL,
    -- a release that gives the same is charged once
    result_digest text NOT NULL,
    epsilon numeric NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, spent_id)
);
CREATE INDEX ON released.spent (tenant, dataset_id);
CREATE INDEX ON released.spent (tenant, dataset_digest);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['released.release', 'released.number', 'released.spent'] LOOP
        EXECUTE 'ALTER TABLE ' || t || ' ENABLE ROW LEVEL SECURITY';
        EXECUTE 'CREATE POLICY tenant ON ' || t || ' USING (tenant = current_setting(''murmuration.tenant'', true))';
    END LOOP;
END $$;

GRANT USAGE ON SCHEMA released TO murmuration_privacy;
GRANT SELECT, INSERT, UPDATE, DELETE ON released.release TO murmuration_privacy;
GRANT SELECT, INSERT, DELETE ON released.number TO murmuration_privacy;
GRANT SELECT, INSERT ON released.spent TO murmuration_privacy;
