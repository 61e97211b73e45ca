-- What language models answered, each in the schema of the service that asked, so that nothing is paid for twice
-- (docs/architecture.md, stores). key: HMAC under the tenant's key of everything that was sent; reply: encrypted.
-- A use says for which run, and of which data set, conversation and account, a reply was needed: erasure finds it so.

CREATE TABLE facets.reply (
    tenant text NOT NULL,
    key bytea NOT NULL,
    -- the run that paid for it
    run_id uuid NOT NULL,
    purpose text NOT NULL,
    model text NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    reply bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, key)
);
CREATE INDEX ON facets.reply (tenant, run_id);

CREATE TABLE facets.reply_use (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    key bytea NOT NULL,
    dataset_id uuid NOT NULL,
    -- null where it is about more than one
    conversation_id uuid,
    account uuid,
    UNIQUE NULLS NOT DISTINCT (tenant, run_id, key, conversation_id)
);
CREATE INDEX ON facets.reply_use (tenant, key);
CREATE INDEX ON facets.reply_use (tenant, dataset_id);

CREATE TABLE clusters.naming_reply (LIKE facets.reply INCLUDING ALL);
CREATE TABLE clusters.naming_reply_use (LIKE facets.reply_use INCLUDING ALL);
CREATE TABLE clusters.audit_reply (LIKE facets.reply INCLUDING ALL);
CREATE TABLE clusters.audit_reply_use (LIKE facets.reply_use INCLUDING ALL);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['facets.reply', 'facets.reply_use', 'clusters.naming_reply', 'clusters.naming_reply_use',
                             'clusters.audit_reply', 'clusters.audit_reply_use'] LOOP
        EXECUTE 'ALTER TABLE ' || t || ' ENABLE ROW LEVEL SECURITY';
        EXECUTE 'CREATE POLICY tenant ON ' || t || ' USING (tenant = current_setting(''murmuration.tenant'', true))';
    END LOOP;
END $$;

GRANT SELECT, INSERT, DELETE ON facets.reply, facets.reply_use TO murmuration_extraction;
GRANT SELECT, INSERT, DELETE ON clusters.naming_reply, clusters.naming_reply_use TO murmuration_hierarchy;
GRANT SELECT, INSERT, DELETE ON clusters.audit_reply, clusters.audit_reply_use TO murmuration_privacy;
