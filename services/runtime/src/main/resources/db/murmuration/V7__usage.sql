-- What asking language models costs, and how fast it may go (docs/models.md): counts and money, no text and no id of a person.
-- Every service that asks writes here, so that a budget and a provider's rate hold for all of them together.

CREATE SCHEMA model;

-- Calls whose end is known, summed. outcome: ANSWERED, whatever the answer says, or the code that a call failed with.
CREATE TABLE model.usage (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    purpose text NOT NULL,
    model text NOT NULL,
    outcome text NOT NULL,
    calls bigint NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    -- millionths of a dollar; null where the model has no price
    micros bigint,
    PRIMARY KEY (tenant, run_id, purpose, model, outcome)
);

-- Calls whose end is not known, a row each, with the most that they can cost: they are under way, or their connection or
-- their process died. The provider may have billed them, so they count against the budget.
CREATE TABLE model.reservation (
    tenant text NOT NULL,
    reservation_id uuid NOT NULL,
    run_id uuid NOT NULL,
    purpose text NOT NULL,
    model text NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    micros bigint,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, reservation_id)
);
CREATE INDEX ON model.reservation (tenant, run_id);

-- How fast one address may be asked for one model. The only table without a tenant: the limit is that of the deployment's
-- key, whoever asks. A limit that nobody has told is null.
CREATE TABLE model.lane (
    lane text PRIMARY KEY,
    open_at timestamptz NOT NULL,
    filled_at timestamptz NOT NULL,
    requests_per_minute bigint,
    requests float8 NOT NULL,
    tokens_per_minute bigint,
    tokens float8 NOT NULL
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['model.usage', 'model.reservation'] LOOP
        EXECUTE 'ALTER TABLE ' || t || ' ENABLE ROW LEVEL SECURITY';
        EXECUTE 'CREATE POLICY tenant ON ' || t || ' USING (tenant = current_setting(''murmuration.tenant'', true))';
    END LOOP;
END $$;

GRANT USAGE ON SCHEMA model TO murmuration_extraction, murmuration_hierarchy, murmuration_privacy, murmuration_workflows;
GRANT SELECT, INSERT, UPDATE ON model.usage, model.lane
    TO murmuration_extraction, murmuration_hierarchy, murmuration_privacy;
GRANT SELECT, INSERT, DELETE ON model.reservation
    TO murmuration_extraction, murmuration_hierarchy, murmuration_privacy;
GRANT SELECT ON model.usage, model.reservation TO murmuration_workflows;
