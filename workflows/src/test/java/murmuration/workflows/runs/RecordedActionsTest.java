package murmuration.workflows.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import murmuration.core.Digest;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.runs.v1.AuditRecord;
import murmuration.runs.v1.CreateDatasetRequest;
import murmuration.runs.v1.DeleteDatasetRequest;
import murmuration.runs.v1.ListAuditRequest;
import murmuration.runs.v1.ListCheckpointsRequest;
import murmuration.runs.v1.RunServiceGrpc.RunServiceBlockingStub;
import murmuration.runs.v1.SetBudgetRequest;
import murmuration.runs.v1.StartRunRequest;
import murmuration.runs.v1.Steer;
import murmuration.runs.v1.SteerRunRequest;
import murmuration.runs.v1.VerifyAuditRequest;
import murmuration.runs.v1.VerifyAuditResponse;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;
import murmuration.runtime.TestDatabase;
import murmuration.workflows.audit.AuditKeeper;
import murmuration.workflows.audit.AuditTrail;
import murmuration.workflows.audit.TestAudit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each action leaves its record, in the transaction that does it. */
class RecordedActionsTest {
    private static final String NAME = "a name that a person gave";
    private static final DeploymentKey KEY = new DeploymentKey(new byte[32]);
    private static final String TENANT = "default";

    private final TestDatabase postgres = TestDatabase.create();
    private final Database database = postgres.as("workflows");
    private final DatasetRows datasets = new DatasetRows(database);
    private final RunRows rows = new RunRows(database);
    private final StageRows stages = new StageRows(database, KEY);
    private final AuditTrail audit = TestAudit.of(database);
    private final AuditKeeper keeper = audit.keeper(100, Duration.ofHours(1));
    private final RecordingErasure erasure = new RecordingErasure();
    private final Datasets useCase =
            new Datasets(datasets, rows, new RecordingLauncher(), new RecordingSources(), erasure);
    private final TestEdge edge = new TestEdge(
            new Runs(rows, useCase, new RecordingLauncher(), spec -> {}, Duration.ofMillis(5)),
            useCase,
            new AccountErasures(datasets, new StartOverRows(database), new RecordingLauncher(), erasure),
            audit);
    private final RunServiceBlockingStub service = edge.stub();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void everyActionIsRecordedWithWhoAskedForIt() {
        DatasetKey dataset = imported();
        RunKey run = start(dataset, "analyst");
        rows.running(run);
        stages.seal(run, Stage.EXTRACT.name(), new StageSeal(Digest.of("values"), Map.of("OK", 9L), "{}"));
        stages.seal(run, Stage.EXTRACT.name(), new StageSeal(Digest.of("values"), Map.of("OK", 9L), "{}"));
        steer(run, Steer.STEER_PAUSE);
        budget(run, 2.5);
        steer(run, Steer.STEER_RESUME);
        stages.begin(run, Stage.APPROVE, false);
        assertThat(rows.approved(run)).isFalse();
        rows.approve(run, "owner");
        rows.approve(run, "another");
        assertThat(stages.approvals(run)).extracting(Approved::by).containsExactly("owner");
        assertThat(rows.end(run, RunState.PUBLISHED, new Failure("", ""))).isTrue();
        assertThat(rows.end(run, RunState.PUBLISHED, new Failure("", ""))).isFalse();
        assertThat(stages.reopen(run, Stage.PUBLISH, "reset", () -> {})).isTrue();
        assertThat(stages.reopen(run, Stage.PUBLISH, "reset", () -> {})).isFalse();
        rows.end(run, RunState.PUBLISHED, new Failure("", ""));
        delete(dataset, "steward");

        List<AuditRecord> records = records("");
        assertThat(records)
                .extracting(record -> record.getWhat() + " " + record.getWho())
                .containsExactly(
                        "DATASET_ASKED importer",
                        "DATASET_IMPORTED ",
                        "RUN_STARTED analyst",
                        "STAGE_SEALED ",
                        "RUN_PAUSE_ASKED owner",
                        "RUN_BUDGET_SET owner",
                        "RUN_RESUME_ASKED owner",
                        "RUN_APPROVED owner",
                        "RUN_PUBLISHED ",
                        "RUN_REOPENED ",
                        "RUN_PUBLISHED ",
                        "DATASET_DELETING steward",
                        "DATASET_DELETED ");
        assertThat(records).extracting(AuditRecord::getProcess).containsOnly("workflows");
        assertThat(records.get(1).getDigestsMap()).containsEntry("dataset", Digest.of("digest"));
        assertThat(records.get(1).getCountsMap()).containsOnlyKeys("shards");
        assertThat(records.get(2).getDigestsMap())
                .containsEntry(
                        "spec", SpecDigest.of(rows.byId(run).orElseThrow().spec()));
        assertThat(records.get(3).getDigestsMap()).containsEntry("EXTRACT", KEY.shown(TENANT, Digest.of("values")));
        assertThat(records.get(3).getCountsMap()).isEmpty();
        assertThat(records.get(5).getCountsMap()).containsEntry("micros", 2_500_000L);
        assertThat(records.toString()).doesNotContain(NAME);
        assertThat(records(run.runId()))
                .extracting(AuditRecord::getRunId)
                .hasSize(9)
                .containsOnly(run.runId());
    }

    @Test
    void whatChangesNothingOrIsRefusedLeavesNoRecord() {
        DatasetKey dataset = imported();
        RunKey run = start(dataset, "analyst");
        rows.running(run);
        steer(run, Steer.STEER_PAUSE);
        int before = records("").size();

        assertThat(start(dataset, "analyst")).isEqualTo(run);
        steer(run, Steer.STEER_PAUSE);
        datasets.failed(dataset, new Failure("X", "y"));
        assertThatThrownBy(() -> steer(run, Steer.STEER_APPROVE)).hasMessageContaining("FAILED_PRECONDITION");
        assertThatThrownBy(() -> rows.approve(run, "owner")).hasMessageContaining("does not wait");
        assertThatThrownBy(() -> delete(dataset, "steward")).hasMessageContaining("FAILED_PRECONDITION");

        assertThat(records("")).hasSize(before);
    }

    @Test
    void anActionWhoseRecordCannotBeWrittenIsNotDone() {
        DatasetKey dataset = imported();
        RunKey run = start(dataset, "analyst");
        rows.running(run);
        postgres.execute("REVOKE INSERT (tenant) ON runs.audit_outbox FROM murmuration_workflows");

        assertThatThrownBy(() -> rows.desire(run, Desired.CANCEL, "owner")).isInstanceOf(MurmurationException.class);
        assertThatThrownBy(() -> rows.end(run, RunState.FAILED, new Failure("X", "y")))
                .isInstanceOf(MurmurationException.class);
        assertThatThrownBy(() -> stages.seal(run, "PLAN", new StageSeal(Digest.of("x"), Map.of(), "{}")))
                .isInstanceOf(MurmurationException.class);

        Run now = rows.byId(run).orElseThrow();
        assertThat(now.standing().desired()).isEqualTo(Desired.RUN);
        assertThat(now.standing().state()).isEqualTo(RunState.RUNNING);
        assertThat(stages.seals(run)).isEmpty();
    }

    @Test
    void theEdgeListsVerifiesAndShowsCheckpoints() {
        imported();
        keeper.pass(true);
        VerifyAuditResponse report = service.verifyAudit(VerifyAuditRequest.newBuilder()
                .setTenant(TENANT)
                .setAskedBy("auditor")
                .build());
        assertThat(report.hasFault()).isFalse();
        assertThat(report.getRecords()).isEqualTo(2);
        assertThat(report.getSignedSequence()).isEqualTo(2);
        var checkpoints = service.listCheckpoints(
                ListCheckpointsRequest.newBuilder().setTenant(TENANT).build());
        assertThat(checkpoints.getCheckpointsList())
                .singleElement()
                .satisfies(checkpoint -> assertThat(checkpoint.getHash()).isEqualTo(report.getHeadHash()));
        assertThat(checkpoints.getPublicKey()).isNotEmpty();

        postgres.execute(
                "ALTER TABLE runs.audit DISABLE TRIGGER audit_stands; DELETE FROM runs.audit WHERE sequence = 2");
        VerifyAuditResponse cut = service.verifyAudit(
                VerifyAuditRequest.newBuilder().setTenant(TENANT).build());
        assertThat(cut.getFault().getKind()).isEqualTo("TRUNCATED");
        assertThat(cut.getFault().getSequence()).isEqualTo(2);
        assertThat(cut.getFault().getCheckpoint()).isEqualTo(1);
    }

    private DatasetKey imported() {
        String id = service.createDataset(CreateDatasetRequest.newBuilder()
                        .setTenant(TENANT)
                        .setName(NAME)
                        .setUri("/data/" + UUID.randomUUID())
                        .setFormat("auto")
                        .setAskedBy("importer")
                        .build())
                .getDataset()
                .getId();
        DatasetKey key = new DatasetKey(TENANT, id);
        datasets.ready(
                key,
                new Dataset.Contents(Digest.of("digest"), 9, 5, 0, 1, Map.of(), Map.of(), List.of(), null, null, 1, 0));
        return key;
    }

    private RunKey start(DatasetKey dataset, String by) {
        RunSpec spec = Specs.of(dataset.datasetId());
        return new RunKey(
                TENANT,
                service.startRun(StartRunRequest.newBuilder()
                                .setTenant(TENANT)
                                .setSpecJson(Json.write(spec))
                                .setIdempotencyKey("key")
                                .setStartedBy(by)
                                .build())
                        .getRun()
                        .getId());
    }

    private void steer(RunKey run, Steer steer) {
        assertThat(service.steerRun(SteerRunRequest.newBuilder()
                                .setTenant(TENANT)
                                .setRunId(run.runId())
                                .setSteer(steer)
                                .setAskedBy("owner")
                                .build())
                        .hasRun())
                .isTrue();
    }

    private void budget(RunKey run, double usd) {
        assertThat(service.setBudget(SetBudgetRequest.newBuilder()
                                .setTenant(TENANT)
                                .setRunId(run.runId())
                                .setUsd(usd)
                                .setAskedBy("owner")
                                .build())
                        .hasRun())
                .isTrue();
    }

    private void delete(DatasetKey dataset, String by) {
        var ignored = service.deleteDataset(DeleteDatasetRequest.newBuilder()
                .setTenant(TENANT)
                .setDatasetId(dataset.datasetId())
                .setAskedBy(by)
                .build());
    }

    private List<AuditRecord> records(String run) {
        keeper.pass(false);
        return service
                .listAudit(ListAuditRequest.newBuilder()
                        .setTenant(TENANT)
                        .setRunId(run)
                        .setLimit(200)
                        .build())
                .getRecordsList()
                .stream()
                .filter(record -> !record.getWhat().equals("CHECKPOINT_MADE"))
                .toList();
    }
}
