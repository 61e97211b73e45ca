-- Who did what, when and on what (docs/audit.md): ids, digests and counts. Each schema has an outbox, into which a service
-- inserts in the transaction that it records; the sequencer in workflows moves what stands there into one chain a tenant.

DO $$
DECLARE s text;
BEGIN
    FOREACH s IN ARRAY ARRAY['facets', 'vectors', 'clusters', 'published', 'runs'] LOOP
        EXECUTE format($t$
            CREATE TABLE %I.audit_outbox (
                tenant text NOT NULL,
                id bigint GENERATED ALWAYS AS IDENTITY,
                at timestamptz NOT NULL DEFAULT clock_timestamp(),
                -- whose role wrote it
                process text NOT NULL DEFAULT replace(current_user, 'murmuration_', ''),
                who text NOT NULL,
                what text NOT NULL,
                dataset_id uuid,
                run_id uuid,
                -- objects of JSON, as texts, so that no byte of them changes: word -> digest, word -> count
                digests text NOT NULL,
                counts text NOT NULL,
                PRIMARY KEY (tenant, id)
            )$t$, s);
        EXECUTE format('ALTER TABLE %I.audit_outbox ENABLE ROW LEVEL SECURITY', s);
        EXECUTE format(
            'CREATE POLICY tenant ON %I.audit_outbox USING (tenant = current_setting(''murmuration.tenant'', true))', s);
        EXECUTE format('GRANT SELECT, DELETE ON %I.audit_outbox TO murmuration_workflows', s);
    END LOOP;
END $$;

-- at and process are nobody's to say
GRANT INSERT (tenant, who, what, dataset_id, run_id, digests, counts) ON facets.audit_outbox TO murmuration_extraction;
GRANT INSERT (tenant, who, what, dataset_id, run_id, digests, counts) ON vectors.audit_outbox TO murmuration_embedding;
GRANT INSERT (tenant, who, what, dataset_id, run_id, digests, counts) ON clusters.audit_outbox
    TO murmuration_clustering, murmuration_hierarchy, murmuration_privacy;
GRANT INSERT (tenant, who, what, dataset_id, run_id, digests, counts) ON published.audit_outbox TO murmuration_privacy;
GRANT INSERT (tenant, who, what, dataset_id, run_id, digests, counts) ON runs.audit_outbox TO murmuration_workflows;
GRANT USAGE ON SCHEMA facets, vectors, clusters, published TO murmuration_workflows;

-- The chain. sequence: 1, 2, 3 … for each tenant; hash: SHA-256 of the hash before it and of everything else in the row.
CREATE TABLE runs.audit (
    tenant text NOT NULL,
    sequence bigint NOT NULL,
    at timestamptz NOT NULL,
    process text NOT NULL,
    who text NOT NULL,
    what text NOT NULL,
    dataset_id uuid,
    run_id uuid,
    digests text NOT NULL,
    counts text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (tenant, sequence)
);
CREATE INDEX ON runs.audit (tenant, run_id, sequence);
ALTER TABLE runs.audit ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON runs.audit USING (tenant = current_setting('murmuration.tenant', true));
GRANT SELECT, INSERT ON runs.audit TO murmuration_workflows;

-- Also for whoever may do anything: a record that was changed was changed on purpose.
CREATE FUNCTION runs.audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit records are neither changed nor deleted' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER audit_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON runs.audit
    FOR EACH STATEMENT EXECUTE FUNCTION runs.audit_stands();

-- Tenants with something to be chained; and all that have a chain, for a sequencer that starts.
CREATE VIEW runs.audit_waiting WITH (security_invoker = false) AS
    SELECT tenant FROM facets.audit_outbox
    UNION SELECT tenant FROM vectors.audit_outbox
    UNION SELECT tenant FROM clusters.audit_outbox
    UNION SELECT tenant FROM published.audit_outbox
    UNION SELECT tenant FROM runs.audit_outbox;
CREATE VIEW runs.audit_tenant WITH (security_invoker = false) AS
    SELECT tenant FROM runs.audit WHERE sequence = 1 UNION SELECT tenant FROM runs.audit_waiting;
GRANT SELECT ON runs.audit_waiting, runs.audit_tenant TO murmuration_workflows;
