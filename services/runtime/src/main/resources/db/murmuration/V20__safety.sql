-- Safety runs (docs/decisions/0035): shown without minimums and audit, to a few, for a time. What they show has a schema of
-- its own; the role of the gateway, which reads what is published, has no right to it.
CREATE SCHEMA safety;

-- The runs that are safety runs. A row stays when all that it stands for is deleted: what was one never becomes another.
CREATE TABLE safety.run (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    asked_by text NOT NULL,
    reason text NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    approved_by text,
    approved_at timestamptz,
    -- when everything of it was deleted
    gone_at timestamptz,
    PRIMARY KEY (tenant, run_id),
    FOREIGN KEY (tenant, run_id) REFERENCES runs.run,
    CONSTRAINT four_eyes CHECK (asked_by <> '' AND approved_by <> '' AND approved_by <> asked_by),
    CONSTRAINT reason CHECK (reason <> ''),
    CONSTRAINT approved CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    -- and an hour, since clocks differ
    CONSTRAINT ninety_days CHECK (expires_at <= asked_at + interval '2161 hours')
);
CREATE INDEX ON safety.run (tenant, expires_at) WHERE gone_at IS NULL;

-- Every cluster, the smallest too; sizes are exact.
CREATE TABLE safety.cluster (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    cluster_id text NOT NULL,
    level int NOT NULL,
    parent_id text,
    -- empty where the hierarchy found none
    name text NOT NULL,
    description text NOT NULL,
    conversations bigint NOT NULL,
    accounts bigint NOT NULL,
    PRIMARY KEY (tenant, run_id, cluster_id)
);

-- Which conversations are in a base cluster, and whose they are; both are pseudonyms.
CREATE TABLE safety.member (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    cluster_id text NOT NULL,
    conversation_id uuid NOT NULL,
    account uuid NOT NULL,
    PRIMARY KEY (tenant, run_id, cluster_id, conversation_id)
);

-- Records of safety runs have a chain of their own beside the tenant's: that of <tenant>.safety, which is no tenant's name.
CREATE TABLE safety.audit_outbox (LIKE published.audit_outbox INCLUDING ALL);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['safety.run', 'safety.cluster', 'safety.member', 'safety.audit_outbox'] LOOP
        EXECUTE 'ALTER TABLE ' || t || ' ENABLE ROW LEVEL SECURITY';
        EXECUTE 'CREATE POLICY tenant ON ' || t || ' USING (tenant = current_setting(''murmuration.tenant'', true))';
    END LOOP;
END $$;
CREATE POLICY chain ON safety.audit_outbox FOR INSERT
    WITH CHECK (tenant = current_setting('murmuration.tenant', true) || '.safety');

GRANT USAGE ON SCHEMA safety TO murmuration_privacy, murmuration_workflows;
GRANT SELECT ON safety.run TO murmuration_privacy, murmuration_workflows;
GRANT INSERT (tenant, run_id, asked_by, reason, expires_at) ON safety.run TO murmuration_workflows;
GRANT UPDATE (expires_at, approved_by, approved_at, gone_at) ON safety.run TO murmuration_workflows;
GRANT SELECT, INSERT, DELETE ON safety.cluster, safety.member TO murmuration_privacy;
GRANT INSERT (tenant, who, what, dataset_id, run_id, digests, counts) ON safety.audit_outbox
    TO murmuration_privacy, murmuration_workflows;
GRANT SELECT, DELETE ON safety.audit_outbox TO murmuration_workflows;

CREATE OR REPLACE VIEW runs.audit_waiting WITH (security_invoker = false) AS
    SELECT tenant FROM facets.audit_outbox
    UNION SELECT tenant FROM vectors.audit_outbox
    UNION SELECT tenant FROM clusters.audit_outbox
    UNION SELECT tenant FROM published.audit_outbox
    UNION SELECT tenant FROM runs.audit_outbox
    UNION SELECT tenant FROM access.audit_outbox
    UNION SELECT tenant FROM safety.audit_outbox;

-- Whatever a service has in mind, a safety run is not published.
CREATE FUNCTION published.is_no_safety_run() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT FROM safety.run s WHERE s.tenant = NEW.tenant AND s.run_id = NEW.run_id) THEN
        RAISE EXCEPTION 'a safety run is not published' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['run', 'cluster', 'cell'] LOOP
        EXECUTE 'CREATE TRIGGER is_no_safety_run BEFORE INSERT OR UPDATE ON published.' || t
            || ' FOR EACH ROW EXECUTE FUNCTION published.is_no_safety_run()';
    END LOOP;
END $$;
