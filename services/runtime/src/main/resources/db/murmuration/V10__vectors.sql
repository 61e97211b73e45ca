-- What embedding models at endpoints answered: their vectors are other bits when they are asked for again, so that the first
-- that are kept stand (docs/models.md, embeddings). key: HMAC under the tenant's key of provider, address, model, dimensions
-- and text; vector: float32, little-endian, encrypted. A use says for which run, and of which data set, a vector was needed.

CREATE SCHEMA vectors;

CREATE TABLE vectors.stored (
    tenant text NOT NULL,
    key bytea NOT NULL,
    -- the run that paid for it
    run_id uuid NOT NULL,
    model text NOT NULL,
    vector bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, key)
);
-- random bits do not get smaller
ALTER TABLE vectors.stored ALTER COLUMN vector SET STORAGE EXTERNAL;

CREATE TABLE vectors.stored_use (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    key bytea NOT NULL,
    dataset_id uuid NOT NULL,
    PRIMARY KEY (tenant, run_id, key)
);
CREATE INDEX ON vectors.stored_use (tenant, key);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['vectors.stored', 'vectors.stored_use'] LOOP
        EXECUTE 'ALTER TABLE ' || t || ' ENABLE ROW LEVEL SECURITY';
        EXECUTE 'CREATE POLICY tenant ON ' || t || ' USING (tenant = current_setting(''murmuration.tenant'', true))';
    END LOOP;
END $$;

GRANT USAGE ON SCHEMA vectors TO murmuration_embedding;
GRANT SELECT, INSERT, DELETE ON vectors.stored, vectors.stored_use TO murmuration_embedding;

-- Embedding pays for what it asks like everybody else.
GRANT USAGE ON SCHEMA model TO murmuration_embedding;
GRANT SELECT, INSERT, UPDATE ON model.usage, model.lane TO murmuration_embedding;
GRANT SELECT, INSERT, DELETE ON model.reservation TO murmuration_embedding;
