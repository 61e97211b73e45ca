package murmuration.workflows.steps;

import murmuration.common.v1.BatchRef;
import murmuration.common.v1.RunRef;
import murmuration.common.v1.Seal;
import murmuration.core.BatchKey;
import murmuration.core.RunKey;
import murmuration.workflows.runs.StageSeal;

/** Runs, batches and seals as services name them. */
final class Refs {
    private Refs() {}

    static RunRef run(RunKey run) {
        return RunRef.newBuilder().setTenant(run.tenant()).setRunId(run.runId()).build();
    }

    static BatchRef batch(BatchKey batch) {
        return BatchRef.newBuilder()
                .setRun(run(batch.run()))
                .setShard(batch.shard())
                .setFirst(batch.first())
                .setCount(batch.count())
                .build();
    }

    static StageSeal seal(Seal seal) {
        return new StageSeal(seal.getDigest(), seal.getCountsMap(), seal.getReportJson());
    }

    static Seal seal(StageSeal seal) {
        return Seal.newBuilder()
                .setDigest(seal.digest())
                .putAllCounts(seal.counts())
                .setReportJson(seal.report())
                .build();
    }
}
