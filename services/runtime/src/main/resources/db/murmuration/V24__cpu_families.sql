-- On which families of processors a run's vectors were computed: a model's kernels, and with them the last bits of vectors, differ
-- by them, and the manifest names them.
CREATE TABLE vectors.cpu_family (
    tenant text NOT NULL,
    run_id uuid NOT NULL,
    family text NOT NULL,
    PRIMARY KEY (tenant, run_id, family)
);
ALTER TABLE vectors.cpu_family ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON vectors.cpu_family USING (tenant = current_setting('murmuration.tenant', true));
GRANT SELECT, INSERT, DELETE ON vectors.cpu_family TO murmuration_embedding;
