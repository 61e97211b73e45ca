package murmuration.models;

import java.util.Locale;
import java.util.UUID;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.TestDatabase;

/** Runs of a test's database, of which nothing matters but their model and their money. */
record Runs(TestDatabase postgres, String model) {
    /** @param budget empty: none */
    Assignment run(String tenant, String budget) {
        return run(tenant, "openai", budget);
    }

    Assignment run(String tenant, String provider, String budget) {
        return run(tenant, provider, budget, "{\"provider\": \"onnx\", \"name\": \"m\"}");
    }

    /** @param embedding as JSON */
    Assignment run(String tenant, String provider, String budget, String embedding) {
        UUID dataset = UUID.randomUUID();
        UUID run = UUID.randomUUID();
        String spec = String.format(
                Locale.ROOT,
                "{\"facets\": [], \"model\": {\"provider\": \"%s\", \"name\": \"%s\"}, \"embedding\": %s, \"beside\": {\"name\": \"r\"%s}}",
                provider,
                model,
                embedding,
                budget.isEmpty() ? "" : ", \"budgetUsd\": " + budget);
        postgres.as("workflows").useTenant(tenant, handle -> {
            handle.execute("""
                    INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, state)
                    VALUES (?, ?, 'd', 'u', 'auto', 'READY')""", tenant, dataset);
            handle.execute("""
                    INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state)
                    VALUES (?, ?, ?, 'r', cast(? AS jsonb), '', 'RUNNING')""", tenant, run, dataset, spec);
        });
        return Assignment.of(postgres.as("extraction"), new RunKey(tenant, run.toString()));
    }

    void budget(Assignment run, double usd) {
        postgres.as("workflows")
                .useTenant(
                        run.run().tenant(),
                        handle -> handle.execute(
                                "UPDATE runs.run SET spec = jsonb_set(spec, '{beside,budgetUsd}', to_jsonb(?::float8))"
                                        + " WHERE run_id = ?",
                                usd,
                                run.runId()));
    }

    /** A sum over the run's rows of a table of the schema. */
    long sum(Assignment run, String column, String table) {
        return postgres.as("extraction")
                .inTenant(
                        run.run().tenant(),
                        handle -> handle.createQuery(
                                        "SELECT coalesce(sum(<column>), 0) FROM model.<table> WHERE run_id = :run")
                                .define("column", column)
                                .define("table", table)
                                .bind("run", run.runId())
                                .mapTo(Long.class)
                                .one());
    }
}
