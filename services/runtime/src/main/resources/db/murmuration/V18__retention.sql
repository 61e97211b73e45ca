-- Retention (docs/operations.md). expired: what of a run has gone since it ended, and when: {"WORK": "2026-01-01T00:00:00Z"};
-- expired_at: when the conversations of a data set went.
ALTER TABLE runs.run ADD COLUMN expired jsonb NOT NULL DEFAULT '{}';
ALTER TABLE runs.dataset ADD COLUMN expired_at timestamptz;

-- When a tenant's data were looked through last, so that one process does it and not each.
CREATE TABLE runs.retention (
    tenant text PRIMARY KEY,
    passed_at timestamptz NOT NULL
);
ALTER TABLE runs.retention ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON runs.retention USING (tenant = current_setting('murmuration.tenant', true));
GRANT SELECT, INSERT, UPDATE ON runs.retention TO murmuration_workflows;

-- The tenants that have data sets: whoever looks through all of them names each.
CREATE VIEW runs.tenant WITH (security_invoker = false) AS SELECT DISTINCT tenant FROM runs.dataset;
GRANT SELECT ON runs.tenant TO murmuration_workflows;
