package murmuration.privacy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.Build;
import murmuration.core.Embedder;
import murmuration.core.Manifest;
import murmuration.core.Minimums;
import murmuration.core.RunSpec;
import murmuration.runtime.Assignment;
import murmuration.runtime.DeploymentKey;

/** What a run came from, besides what it was to do. */
record Origin(
        Audit audit,
        Embedder.Model embedding,
        DeploymentKey key,
        List<Manifest.Evaluation> evaluation,
        List<Manifest.Cost> cost,
        Manifest.Prices prices) {
    Origin {
        evaluation = List.copyOf(evaluation);
        cost = List.copyOf(cost);
    }

    /** The manifest of what is released. */
    Manifest manifest(Assignment run, Release release, Manifest.Compared compared, Course course) {
        RunSpec spec = run.spec();
        return new Manifest(
                Manifest.SCHEMA,
                run.run().runId(),
                ResultDigest.of(release),
                run.datasetDigest(),
                run.specDigest(),
                spec,
                spec.seed(),
                Build.THIS,
                audit.modelId(),
                audit.prompts(),
                embedding,
                key.id(),
                spec.minimums().values(),
                spec.privacy().threshold(),
                Minimums.FLOOR,
                SizeRules.of(spec).base(),
                compared,
                stages(run.run().tenant(), spec, course),
                release.coverage(),
                evaluation,
                cost,
                costsMoney(spec) || !cost.isEmpty() ? prices : null,
                course.approvals(),
                course.startedAt());
    }

    /** Also where a replay asks nobody: what it is compared with may have. */
    private static boolean costsMoney(RunSpec spec) {
        return !spec.model().embedded() || !spec.embedding().embedded();
    }

    private SortedMap<String, Manifest.StageRecord> stages(String tenant, RunSpec spec, Course course) {
        SortedMap<String, Manifest.StageRecord> stages = new TreeMap<>();
        StageReports reports = new StageReports(List.of(spec, audit.modelId(), embedding));
        course.stages()
                .forEach((stage, seal) -> stages.put(
                        stage,
                        new Manifest.StageRecord(
                                key.shown(tenant, seal.digest()), reports.cleaned(seal.reportJson()))));
        return stages;
    }
}
