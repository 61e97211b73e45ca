package murmuration.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.Build;
import murmuration.core.Embedder;
import murmuration.core.Minimums;
import murmuration.core.Purpose;
import murmuration.core.RunSpec;
import murmuration.core.Stage;
import murmuration.runtime.Assignment;
import murmuration.runtime.DeploymentKey;
import org.jspecify.annotations.Nullable;

/**
 * What a run came from and what it gave. Stages appear by digest, and with what their reports tell of parameters; their
 * exact counts stay inside.
 *
 * @param pricesDate of the table that the cost comes from; null where there is none
 */
record Manifest(
        String run,
        String resultDigest,
        String datasetDigest,
        String specDigest,
        RunSpec spec,
        long seed,
        Build code,
        String model,
        SortedMap<Purpose, String> prompts,
        Embedder.Model embedding,
        String deploymentKey,
        Minimums minimums,
        int threshold,
        int floor,
        int rounding,
        Compared compared,
        SortedMap<String, StageRecord> stages,
        List<Evaluation> evaluation,
        List<Cost> cost,
        @Nullable LocalDate pricesDate,
        String startedAt) {

    /**
     * What asking one model for one purpose has cost, rounded.
     *
     * @param stage the stage that the purpose belongs to
     * @param usd null where the model has no price
     */
    record Cost(
            Stage stage,
            Purpose purpose,
            String model,
            long calls,
            long inputTokens,
            long outputTokens,
            @Nullable Double usd) {}

    /**
     * A stage's digest and its report without exact counts.
     *
     * @param digest under the deployment's key: what a stage computed could be guessed, and a guess be tried, such as
     *     which conversations were drawn or what a withheld cluster is called
     */
    record StageRecord(String digest, JsonNode report) {}

    /** A stage's seal as it came. */
    record Sealed(String digest, String reportJson) {}

    /** Everything around the run that the assignment does not know. */
    record Origin(
            String model,
            Embedder.Model embedding,
            DeploymentKey key,
            List<Evaluation> evaluation,
            List<Cost> cost,
            LocalDate pricesDate,
            String startedAt) {

        private String keyed(String tenant, String stageDigest) {
            return key.shown(tenant, stageDigest);
        }
    }

    static Manifest of(
            Assignment run,
            String resultDigest,
            Origin origin,
            Compared compared,
            Map<String, Sealed> seals,
            Audit audit) {
        RunSpec spec = run.spec();
        SortedMap<String, StageRecord> stages = new TreeMap<>();
        StageReports reports = new StageReports(audit);
        String tenant = run.run().tenant();
        seals.forEach((stage, seal) -> stages.put(
                stage, new StageRecord(origin.keyed(tenant, seal.digest()), reports.cleaned(seal.reportJson()))));
        return new Manifest(
                run.run().runId(),
                resultDigest,
                run.datasetDigest(),
                run.specDigest(),
                spec,
                spec.seed(),
                Build.THIS,
                origin.model(),
                audit.prompts(),
                origin.embedding(),
                origin.key().id(),
                spec.minimums().values(),
                spec.privacy().threshold(),
                Minimums.FLOOR,
                SizeRules.of(spec).base(),
                compared,
                stages,
                origin.evaluation(),
                origin.cost(),
                origin.cost().isEmpty() ? null : origin.pricesDate(),
                origin.startedAt());
    }
}
