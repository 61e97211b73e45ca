-- What runs have handed in to their providers as batches (docs/models.md, batches): ids and counts. The answers are in
-- facets.reply, the money in model.reservation and model.usage.
CREATE TABLE facets.provider_batch (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    shard int NOT NULL,
    purpose text NOT NULL,
    model text NOT NULL,
    -- also the id of the money that is set aside for it, and the mark that it has at the provider
    batch_id uuid NOT NULL,
    -- null: it was about to be handed in, and nobody has noted that it was
    provider_id text,
    calls int NOT NULL,
    -- nothing more will come of it
    ended boolean NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, run_id, shard, purpose, model)
);
CREATE UNIQUE INDEX ON facets.provider_batch (tenant, batch_id);
ALTER TABLE facets.provider_batch ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON facets.provider_batch USING (tenant = current_setting('murmuration.tenant', true));
GRANT SELECT, INSERT, UPDATE, DELETE ON facets.provider_batch TO murmuration_extraction;

-- Until when the end of a call or of a batch can still come; from then on what is set aside for it counts as spent. What an
-- earlier version set aside had an end within minutes.
ALTER TABLE model.reservation DROP COLUMN made_at, ADD COLUMN known_by timestamptz NOT NULL DEFAULT now();
GRANT UPDATE (known_by) ON model.reservation TO murmuration_extraction;
