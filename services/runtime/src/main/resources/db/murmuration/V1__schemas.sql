-- Four schemas, each with one owner among the services; every other reader is named here (docs/architecture.md, stores).
-- Run by the owner of the database. Every table begins with the tenant, in its key and in its row-level policy:
-- a connection says for whom it works (set_config('murmuration.tenant', …, true)) or sees nothing.

DO $$
DECLARE service text;
BEGIN
    FOREACH service IN ARRAY ARRAY['extraction', 'embedding', 'clustering', 'hierarchy', 'privacy', 'gateway', 'workflows'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'murmuration_' || service) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', 'murmuration_' || service);
        END IF;
    END LOOP;
END $$;

CREATE SCHEMA facets;
CREATE SCHEMA clusters;
CREATE SCHEMA published;
CREATE SCHEMA runs;

-- ---------------------------------------------------------------------------------------------------------- runs
CREATE TABLE runs.dataset (
    tenant text NOT NULL,
    dataset_id uuid NOT NULL,
    name text NOT NULL,
    uri text NOT NULL,
    format text NOT NULL,
    metadata_keys text[] NOT NULL DEFAULT '{}',
    state text NOT NULL,
    digest text NOT NULL DEFAULT '',
    conversations bigint NOT NULL DEFAULT 0,
    accounts bigint NOT NULL DEFAULT 0,
    without_account bigint NOT NULL DEFAULT 0,
    shards int NOT NULL DEFAULT 0,
    formats jsonb NOT NULL DEFAULT '{}',
    quarantined jsonb NOT NULL DEFAULT '{}',
    faults jsonb NOT NULL DEFAULT '[]',
    first_at timestamptz,
    last_at timestamptz,
    size_bytes bigint NOT NULL DEFAULT 0,
    progress bigint NOT NULL DEFAULT 0,
    error_code text NOT NULL DEFAULT '',
    error_message text NOT NULL DEFAULT '',
    idempotency_key text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, dataset_id),
    UNIQUE (tenant, idempotency_key)
);

CREATE TABLE runs.run (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    dataset_id uuid NOT NULL,
    name text NOT NULL,
    spec jsonb NOT NULL,
    spec_digest text NOT NULL,
    state text NOT NULL,
    -- what the owner wants: RUN, PAUSE or CANCEL; polled by every step at every flush
    desired text NOT NULL DEFAULT 'RUN',
    reason text NOT NULL DEFAULT '',
    stage text NOT NULL DEFAULT '',
    error_code text NOT NULL DEFAULT '',
    error_message text NOT NULL DEFAULT '',
    result_digest text NOT NULL DEFAULT '',
    clusters int NOT NULL DEFAULT 0,
    started_by text NOT NULL DEFAULT '',
    idempotency_key text,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant, run_id),
    FOREIGN KEY (tenant, dataset_id) REFERENCES runs.dataset,
    UNIQUE (tenant, idempotency_key)
);

CREATE TABLE runs.stage (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    stage text NOT NULL,
    state text NOT NULL,
    started_at timestamptz,
    ended_at timestamptz,
    -- what the stage computed, once it is done: {"digest": …, "counts": {…}, "report": …}
    seal jsonb,
    PRIMARY KEY (tenant, run_id, stage),
    FOREIGN KEY (tenant, run_id) REFERENCES runs.run ON DELETE CASCADE
);

-- How far each part of a stage is; a part is a batch, a shard or the whole stage.
CREATE TABLE runs.progress (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    stage text NOT NULL,
    part text NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    outcomes jsonb NOT NULL DEFAULT '{}',
    attempts int NOT NULL DEFAULT 1,
    -- attempts that began and did not end, or ended in a way that no outage excuses; a success clears them
    crashes int NOT NULL DEFAULT 0,
    -- grows with each write, so that a run's version grows with its progress
    flushes bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant, run_id, stage, part),
    FOREIGN KEY (tenant, run_id) REFERENCES runs.run ON DELETE CASCADE
);

-- The shards of a run, as its plan found them.
CREATE TABLE runs.shard (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    shard int NOT NULL,
    conversations int NOT NULL,
    PRIMARY KEY (tenant, run_id, shard),
    FOREIGN KEY (tenant, run_id) REFERENCES runs.run ON DELETE CASCADE
);

-- What has not ended, of every tenant and ids only: a worker that starts makes sure that it goes on.
CREATE VIEW runs.unfinished WITH (security_invoker = false) AS
    SELECT tenant, run_id AS id, 'RUN' AS kind FROM runs.run WHERE state NOT IN ('PUBLISHED', 'FAILED', 'CANCELED')
    UNION ALL
    SELECT tenant, dataset_id, 'IMPORT' FROM runs.dataset WHERE state = 'IMPORTING';

-- What every service may know of a run: what it is to do, and on what.
CREATE VIEW runs.assignment WITH (security_invoker = false) AS
    SELECT r.tenant, r.run_id, r.dataset_id, r.spec, r.spec_digest, d.digest AS dataset_digest, d.shards,
           d.conversations, d.without_account
    FROM runs.run r JOIN runs.dataset d USING (tenant, dataset_id)
    WHERE r.tenant = current_setting('murmuration.tenant', true);

-- -------------------------------------------------------------------------------------------------------- facets
CREATE SEQUENCE facets.fence;

-- Who works on a batch: a write carries the fence that its claim was given, and a later claim makes it stale.
CREATE TABLE facets.claim (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    shard int NOT NULL,
    first int NOT NULL,
    fence bigint NOT NULL,
    PRIMARY KEY (tenant, run_id, shard, first)
);

-- A data set's shards: how many conversations each holds, and under which digest its object is kept.
CREATE TABLE facets.shard (
    tenant text NOT NULL,
    dataset_id uuid NOT NULL,
    shard int NOT NULL,
    digest text NOT NULL,
    conversations int NOT NULL,
    PRIMARY KEY (tenant, dataset_id, shard)
);

-- The frame of a run: a byte a conversation, its end state's number where it was not drawn, 0 where it was.
CREATE TABLE facets.frame (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    shard int NOT NULL,
    states bytea NOT NULL,
    PRIMARY KEY (tenant, run_id, shard)
);

-- The words that enough accounts of the frame share; zstd over one word a line, in order.
CREATE TABLE facets.vocabulary (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    digest text NOT NULL,
    words bytea NOT NULL,
    frame jsonb NOT NULL,
    PRIMARY KEY (tenant, run_id)
);

-- A sampled conversation and how it ended.
CREATE TABLE facets.conversation (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    shard int NOT NULL,
    position int NOT NULL,
    conversation_id uuid NOT NULL,
    account uuid NOT NULL,
    started_at timestamptz,
    state smallint NOT NULL,
    PRIMARY KEY (tenant, run_id, shard, position)
);

CREATE TABLE facets.value (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    shard int NOT NULL,
    position int NOT NULL,
    facet text NOT NULL,
    ordinal smallint NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (tenant, run_id, facet, shard, position, ordinal)
);

-- ------------------------------------------------------------------------------------------------------ clusters
-- The trained centroids of a run: k × d float32, little-endian, and how k was chosen.
CREATE TABLE clusters.centroids (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    k int NOT NULL,
    d int NOT NULL,
    centroids bytea NOT NULL,
    -- k float32: who is less similar to a centroid cannot be among the 50 nearest outside its cluster
    floors bytea NOT NULL,
    report jsonb NOT NULL,
    PRIMARY KEY (tenant, run_id)
);

CREATE TABLE clusters.assignment (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    shard int NOT NULL,
    position int NOT NULL,
    -- index of the centroid
    k int NOT NULL,
    similarity real NOT NULL,
    -- false where it was given to this cluster after its own was withheld: it counts for size only
    original boolean NOT NULL DEFAULT true,
    PRIMARY KEY (tenant, run_id, shard, position)
);
CREATE INDEX ON clusters.assignment (tenant, run_id, k);

-- The nearest outside each cluster: of each shard up to 50, among them all that are of the 50 best of the run.
CREATE TABLE clusters.near (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    k int NOT NULL,
    shard int NOT NULL,
    position int NOT NULL,
    similarity real NOT NULL,
    PRIMARY KEY (tenant, run_id, k, shard, position)
);

-- A cluster of any level. status: NEW (waits for a name) → NAMED → PASSED | REJECTED (named once more) | WITHHELD.
-- COLLAPSED stands where a parent would have had one child only: it carries that child's place to the level above it, and
-- is never shown; the child hangs under the nearest published ancestor, as it does under a withheld parent.
CREATE TABLE clusters.cluster (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    level int NOT NULL,
    -- index on its level; of a base cluster, of its centroid
    k int NOT NULL,
    -- hash of the level and its members' conversation ids
    cluster_id text NOT NULL,
    -- index of its parent one level above
    parent int,
    status text NOT NULL,
    reason text NOT NULL DEFAULT '',
    -- claims that a rejected name made
    avoid text[] NOT NULL DEFAULT '{}',
    attempts int NOT NULL DEFAULT 0,
    name text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    conversations bigint NOT NULL,
    accounts bigint NOT NULL,
    rating int,
    rated_by text NOT NULL DEFAULT '',
    -- how it got to its parent: exact, embedding, asked, fallback
    assigned_by text NOT NULL DEFAULT '',
    x real,
    y real,
    PRIMARY KEY (tenant, run_id, level, k)
);

-- What the review decided, written by privacy alone: a name that was changed after its review is not the text that was
-- reviewed, and is not published whatever its cluster's status says.
CREATE TABLE clusters.review (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    level int NOT NULL,
    k int NOT NULL,
    -- SHA-256 of cluster id, name and description
    text_digest text NOT NULL,
    passed boolean NOT NULL,
    reason text NOT NULL DEFAULT '',
    rating int NOT NULL DEFAULT 0,
    rated_by text NOT NULL DEFAULT '',
    PRIMARY KEY (tenant, run_id, level, k)
);

-- How a level was raised on the one below, or why it was not: counts and targets, without content.
CREATE TABLE clusters.level (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    level int NOT NULL,
    report jsonb NOT NULL,
    PRIMARY KEY (tenant, run_id, level)
);

-- ----------------------------------------------------------------------------------------------------- published
CREATE TABLE published.run (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    name text NOT NULL,
    dataset_id uuid NOT NULL,
    result_digest text NOT NULL,
    manifest jsonb NOT NULL,
    coverage jsonb NOT NULL,
    -- what every page must say: profile, model, accounts, thresholds
    notes jsonb NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, run_id)
);

CREATE TABLE published.cluster (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    cluster_id text NOT NULL,
    level int NOT NULL,
    parent_id text,
    name text NOT NULL,
    description text NOT NULL,
    -- rounded
    conversations bigint NOT NULL,
    accounts_band text NOT NULL,
    share real NOT NULL,
    rating int NOT NULL,
    rated_by text NOT NULL,
    x real NOT NULL,
    y real NOT NULL,
    nearest text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (tenant, run_id, cluster_id)
);

-- A cell of a breakdown; cluster_id '' stands for the whole run (its published clusters together). variable: value (an
-- answer of the facet), other (folds what is under the minimums), several (conversations with more than one answer),
-- unanswered; of facet 'time' day, week or month, value its first day.
CREATE TABLE published.cell (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    cluster_id text NOT NULL,
    facet text NOT NULL,
    variable text NOT NULL,
    value text NOT NULL,
    ordinal int NOT NULL,
    conversations bigint NOT NULL,
    accounts_band text NOT NULL,
    date_start date,
    date_end date,
    PRIMARY KEY (tenant, run_id, cluster_id, facet, variable, ordinal)
);

-- ------------------------------------------------------------------------------------------------------- policies
DO $$
DECLARE t record;
BEGIN
    FOR t IN SELECT schemaname, tablename FROM pg_tables
             WHERE schemaname IN ('runs', 'facets', 'clusters', 'published') LOOP
        EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', t.schemaname, t.tablename);
        EXECUTE format(
            'CREATE POLICY tenant ON %I.%I USING (tenant = current_setting(''murmuration.tenant'', true))',
            t.schemaname, t.tablename);
    END LOOP;
END $$;

-- --------------------------------------------------------------------------------------------------------- grants
GRANT USAGE ON SCHEMA runs TO murmuration_workflows, murmuration_extraction, murmuration_embedding,
    murmuration_clustering, murmuration_hierarchy, murmuration_privacy;
GRANT ALL ON ALL TABLES IN SCHEMA runs TO murmuration_workflows;
GRANT SELECT ON runs.assignment TO murmuration_extraction, murmuration_embedding, murmuration_clustering,
    murmuration_hierarchy, murmuration_privacy;

GRANT USAGE ON SCHEMA facets TO murmuration_extraction, murmuration_embedding, murmuration_clustering,
    murmuration_hierarchy, murmuration_privacy;
GRANT ALL ON ALL TABLES IN SCHEMA facets TO murmuration_extraction;
GRANT USAGE ON SEQUENCE facets.fence TO murmuration_extraction;
GRANT SELECT ON facets.conversation, facets.value TO murmuration_embedding, murmuration_hierarchy, murmuration_privacy;
-- clustering derives cluster ids from conversation ids and never reads a text
GRANT SELECT ON facets.conversation TO murmuration_clustering;
-- privacy rates words by how they got into a summary, and needs the frame for coverage
GRANT SELECT ON facets.vocabulary, facets.frame TO murmuration_privacy;

GRANT USAGE ON SCHEMA clusters TO murmuration_clustering, murmuration_hierarchy, murmuration_privacy;
GRANT ALL ON clusters.centroids, clusters.assignment, clusters.near, clusters.cluster TO murmuration_clustering;
GRANT SELECT ON clusters.centroids, clusters.assignment, clusters.near TO murmuration_hierarchy, murmuration_privacy;
GRANT SELECT, INSERT, UPDATE, DELETE ON clusters.cluster, clusters.level TO murmuration_hierarchy;
GRANT SELECT ON clusters.cluster TO murmuration_privacy;
GRANT UPDATE (status, reason, avoid, rating, rated_by, conversations, accounts) ON clusters.cluster TO murmuration_privacy;
GRANT ALL ON clusters.review TO murmuration_privacy;

GRANT USAGE ON SCHEMA published TO murmuration_privacy, murmuration_gateway;
GRANT ALL ON ALL TABLES IN SCHEMA published TO murmuration_privacy;
GRANT SELECT ON ALL TABLES IN SCHEMA published TO murmuration_gateway;
