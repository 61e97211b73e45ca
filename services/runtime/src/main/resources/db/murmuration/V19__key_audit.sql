-- Who made and revoked API keys is recorded like everything else (V14): the gateway's own outbox.

CREATE TABLE access.audit_outbox (
    tenant text NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    process text NOT NULL DEFAULT replace(current_user, 'murmuration_', ''),
    who text NOT NULL,
    what text NOT NULL,
    dataset_id uuid,
    run_id uuid,
    digests text NOT NULL,
    counts text NOT NULL,
    PRIMARY KEY (tenant, id)
);
ALTER TABLE access.audit_outbox ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON access.audit_outbox USING (tenant = current_setting('murmuration.tenant', true));
GRANT SELECT, DELETE ON access.audit_outbox TO murmuration_workflows;
GRANT INSERT (tenant, who, what, dataset_id, run_id, digests, counts) ON access.audit_outbox TO murmuration_gateway;
GRANT USAGE ON SCHEMA access TO murmuration_workflows;

CREATE OR REPLACE VIEW runs.audit_waiting WITH (security_invoker = false) AS
    SELECT tenant FROM facets.audit_outbox
    UNION SELECT tenant FROM vectors.audit_outbox
    UNION SELECT tenant FROM clusters.audit_outbox
    UNION SELECT tenant FROM published.audit_outbox
    UNION SELECT tenant FROM runs.audit_outbox
    UNION SELECT tenant FROM access.audit_outbox;
