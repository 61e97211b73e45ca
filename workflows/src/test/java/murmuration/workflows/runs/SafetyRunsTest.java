package murmuration.workflows.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.RunState;
import murmuration.core.Stage;
import murmuration.runtime.Assignment;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Ids;
import murmuration.runtime.Json;
import murmuration.runtime.TestDatabase;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SafetyRunsTest {
    private static final String TENANT = "default";
    private static final Duration WEEK = Duration.ofDays(7);

    private final TestDatabase postgres = TestDatabase.create();
    private final Database database = postgres.as("workflows");
    private final RunRows rows = new RunRows(database);
    private final RecordingLauncher launcher = new RecordingLauncher();
    private final RecordingErasure erasure = new RecordingErasure();
    private final Runs runs = runs(database, launcher, erasure);
    private final SafetyRuns safety = of(database, launcher, erasure, Optional.of(WEEK));
    private final String dataset = imported();

    static SafetyRuns of(
            Database database, RecordingLauncher launcher, RecordingErasure erasure, Optional<Duration> longest) {
        return new SafetyRuns(
                new SafetyRows(database),
                new RunRows(database),
                runs(database, launcher, erasure),
                new SafetyRuns.Stores(launcher, erasure),
                longest);
    }

    private static Runs runs(Database database, RecordingLauncher launcher, RecordingErasure erasure) {
        RunRows rows = new RunRows(database);
        Datasets datasets = new Datasets(new DatasetRows(database), rows, launcher, new RecordingSources(), erasure);
        return new Runs(rows, datasets, launcher, spec -> {}, Duration.ofMillis(5));
    }

    @Test
    void oneWaitsForAnotherPerson() {
        SafetyRun asked = ask("asker");

        assertThat(asked.state()).isEqualTo("WAITING");
        assertThat(asked.terms().reason()).isEqualTo("case 7");
        assertThat(launcher.started).contains("run " + asked.run().key().runId());
        assertThat(safety.list(TENANT, "", 10)).hasSize(1);
        assertThat(postgres.recorded(AuditOutbox.SAFETY)).containsExactly("SAFETY_ASKED by workflows");
    }

    @Test
    void whoHasAskedCannotApproveAndNeitherDoesTheTableTakeIt() {
        RunKey key = waiting("asker");

        assertRefused(() -> rows.approve(key, "asker"), ErrorCode.FORBIDDEN, "another person");
        assertThat(safety.run(key).approval()).isNull();
        assertThatThrownBy(() -> database.useTenant(
                        TENANT,
                        handle -> handle.execute("UPDATE safety.run SET approved_by = asked_by, approved_at = now()")))
                .hasMessageContaining("23514");

        rows.approve(key, "another");
        assertThat(safety.run(key).approval())
                .satisfies(yes -> assertThat(yes.by()).isEqualTo("another"));
        assertThat(postgres.recorded(AuditOutbox.SAFETY)).contains("SAFETY_APPROVED by workflows");
    }

    @Test
    void noOtherDoorLeadsToOne() {
        RunKey key = waiting("asker");

        assertRefused(() -> runs.run(key), ErrorCode.NOT_FOUND, "no run");
        assertRefused(() -> runs.steer(key, Steering.APPROVE, "steward"), ErrorCode.NOT_FOUND, "no run");
        assertRefused(() -> runs.steer(key, Steering.CANCEL, "analyst"), ErrorCode.NOT_FOUND, "no run");
        assertRefused(() -> runs.budget(key, 5.0, "analyst"), ErrorCode.NOT_FOUND, "no run");
        assertThat(runs.list(TENANT, new Runs.Listing("", "", "", 10))).isEmpty();
    }

    @Test
    void anyOtherRunIsNoneHere() {
        Run ordinary = runs.start(new Runs.Wish(TENANT, Json.write(Specs.of(dataset)), "", "analyst"));

        assertRefused(() -> safety.run(ordinary.key()), ErrorCode.NOT_FOUND, "no safety run");
        assertThat(safety.list(TENANT, "", 10)).isEmpty();
        assertThat(rows.safetyAsker(ordinary.key())).isEmpty();
    }

    @Test
    void thereAreNoneWhereTheDeploymentHasNotSaidSo() {
        SafetyRuns off = of(database, launcher, erasure, Optional.empty());
        RunKey key = waiting("asker");

        assertRefused(() -> off.ask(wish("asker", "case 7", WEEK)), ErrorCode.FORBIDDEN, "MURMURATION_SAFETY_LONGEST");
        assertRefused(() -> off.approve(key, "another"), ErrorCode.FORBIDDEN, "MURMURATION_SAFETY_LONGEST");
    }

    @Test
    void oneHasAReasonAndATime() {
        assertRefused(() -> safety.ask(wish("asker", " ", WEEK)), ErrorCode.INVALID_REQUEST, "reason");
        assertRefused(
                () -> safety.ask(wish("asker", "case 7", WEEK.plusMinutes(1))),
                ErrorCode.INVALID_REQUEST,
                "at most PT168H");
        assertRefused(
                () -> safety.ask(wish("asker", "case 7", Duration.ofMinutes(-1))),
                ErrorCode.INVALID_REQUEST,
                "a time to come");
        assertThatThrownBy(() -> of(database, launcher, erasure, Optional.of(Duration.ofDays(400)))
                        .ask(wish("asker", "case 7", Duration.ofDays(91))))
                .hasMessageContaining("23514");
    }

    @Test
    void oneWhoseTimeIsOverIsStoppedThenDeletedAndSaysSo() {
        RunKey key = waiting("asker");
        rows.approve(key, "another");
        over(key);

        retention().pass(Duration.ZERO);
        assertThat(launcher.started).contains("steered " + key.runId());
        assertThat(erasure.erased).isEmpty();
        assertThat(safety.run(key).state()).isEqualTo("EXPIRED");

        rows.end(key, RunState.CANCELED, new Failure("", ""));
        retention().pass(Duration.ZERO);
        assertThat(erasure.erased).containsExactly("unfinished " + key.runId(), "RESPONSES " + key.runId());
        assertThat(safety.run(key).goneAt()).isNotNull();
        assertThat(postgres.recorded(AuditOutbox.SAFETY)).contains("SAFETY_EXPIRED by workflows");

        erasure.erased.clear();
        retention().pass(Duration.ZERO);
        assertThat(erasure.erased).as("a second time").isEmpty();
    }

    @Test
    void anothersTenantHasNone() {
        RunKey here = waiting("asker");
        RunKey there = new RunKey("other", here.runId());

        assertRefused(() -> safety.run(there), ErrorCode.NOT_FOUND, "no safety run");
        assertRefused(() -> safety.approve(there, "another"), ErrorCode.NOT_FOUND, "no safety run");
        assertRefused(() -> safety.end(there, "another"), ErrorCode.NOT_FOUND, "no safety run");
        assertRefused(() -> rows.approve(there, "another"), ErrorCode.CONFLICT, "does not wait");
        assertThat(safety.list("other", "", 10)).isEmpty();
        assertThat(safety.run(here).state()).isEqualTo("WAITING");
    }

    @Test
    void nothingHappensThatCannotBeRecorded() {
        RunKey key = waiting("asker");
        postgres.execute("REVOKE INSERT ON safety.audit_outbox FROM murmuration_workflows");

        assertThatThrownBy(() -> ask("asker")).hasMessageContaining("42501");
        assertThatThrownBy(() -> rows.approve(key, "another")).hasMessageContaining("42501");
        assertThatThrownBy(() -> safety.end(key, "another")).hasMessageContaining("42501");

        assertThat(safety.list(TENANT, "", 10)).hasSize(1);
        assertThat(runs.list(TENANT, new Runs.Listing("", "", "", 10))).isEmpty();
        assertThat(safety.run(key).state()).isEqualTo("WAITING");
    }

    @Test
    void noSpecMakesOne() {
        String spec = Json.write(Specs.of(dataset));
        for (String field : List.of("\"safety\":true", "\"reason\":\"case 7\"", "\"kind\":\"safety\"")) {
            String more = "{" + field + "," + spec.substring(1);
            assertRefused(
                    () -> runs.start(new Runs.Wish(TENANT, more, "", "analyst")),
                    ErrorCode.INVALID_SPEC,
                    "not complete");
        }
        assertThat(safety.list(TENANT, "", 10)).isEmpty();
    }

    @Test
    void oneThatStartsOverWaitsForAnotherYes() {
        RunKey key = waiting("asker");
        rows.approve(key, "another");
        postgres.execute("UPDATE runs.run SET start_over = TRUE");

        assertThat(new StartOverRows(database).startOver(key, () -> {})).isTrue();

        assertThat(safety.run(key).approval()).isNull();
        assertThat(safety.run(key).state()).isEqualTo("WAITING");
        assertThat(rows.approved(key)).isFalse();
    }

    @Test
    void oneWhoseResultsWentBeforeItsTimeSaysSo() {
        RunKey key = waiting("asker");
        rows.approve(key, "another");
        rows.end(key, RunState.PUBLISHED, new Failure("", ""));
        assertThat(safety.run(key).state()).isEqualTo("READY");

        postgres.execute("UPDATE runs.run SET erased_at = now()");
        assertThat(safety.run(key).state()).isEqualTo("ERASED");
    }

    @Test
    void oneThatIsGoneIsTakenUpByNobody() {
        RunKey key = waiting("asker");
        rows.end(key, RunState.CANCELED, new Failure("", ""));
        assertThat(safety.end(key, "another").goneAt()).isNotNull();

        StageRows stages = new StageRows(database, new DeploymentKey(new byte[32]));
        assertRefused(() -> stages.reopen(key, Stage.PLAN, "reset", () -> {}), ErrorCode.CONFLICT, "gone by retention");
        assertThat(new RetentionRows(database).due(TENANT, Held.WORK, Duration.ZERO))
                .isEmpty();
    }

    @Test
    void aStepThatIsLateWritesNothingOnceItIsGone() {
        RunKey key = waiting("asker");
        Database late = database.standing(Assignment.of(database, key));
        late.useTenant(TENANT, handle -> handle.execute("SELECT 1"));
        rows.end(key, RunState.CANCELED, new Failure("", ""));

        assertThat(safety.end(key, "another").goneAt()).isNotNull();

        assertRefused(
                () -> late.useTenant(TENANT, handle -> handle.execute("SELECT 1")),
                ErrorCode.DATA_ERASED,
                "was erased");
    }

    @Test
    void oneIsNotGoneUntilAllOfItIs() {
        RunKey key = waiting("asker");
        rows.end(key, RunState.CANCELED, new Failure("", ""));
        erasure.broken = true;
        assertRefused(() -> safety.end(key, "another"), ErrorCode.UNAVAILABLE, "does not answer");
        assertThat(safety.run(key).goneAt()).isNull();
        assertThat(safety.run(key).state()).isEqualTo("EXPIRED");

        erasure.broken = false;
        retention().pass(Duration.ZERO);
        assertThat(safety.run(key).goneAt()).isNotNull();
    }

    @Test
    void oneThatIsOverIsNotApprovedAnyMore() {
        RunKey key = waiting("asker");
        over(key);

        assertRefused(() -> rows.approve(key, "another"), ErrorCode.CONFLICT, "time of the safety run is over");
    }

    @Test
    void whoeverMayEndsOneBeforeItsTime() {
        RunKey key = waiting("asker");
        rows.end(key, RunState.PUBLISHED, new Failure("", ""));

        SafetyRun ended = safety.end(key, "another");

        assertThat(ended.state()).isEqualTo("EXPIRED");
        assertThat(ended.goneAt()).isNotNull();
        assertThat(erasure.erased).contains("unfinished " + key.runId());
        assertThat(postgres.recorded(AuditOutbox.SAFETY))
                .contains("SAFETY_ENDED by workflows", "SAFETY_EXPIRED by workflows");
        assertThat(safety.end(key, "another").goneAt()).isEqualTo(ended.goneAt());
    }

    @Test
    void anErasedAccountLeavesNothingOfWhatOneHasFound() {
        RunKey key = shown();
        erasure.taken = new Erasure.Taken("without somebody", 1, 1, 1, List.of(key.runId()));

        new AccountErasures(new DatasetRows(database), new StartOverRows(database), launcher, erasure)
                .erase(new DatasetKey(TENANT, dataset), "somebody", "steward");

        assertThat(erasure.erased)
                .contains("unfinished " + key.runId())
                .as("what is published stays, and this is not")
                .noneMatch(line -> line.startsWith("published"));
        assertThat(safety.run(key).state()).isEqualTo("ERASED");
    }

    @Test
    void retentionOfConversationsLeavesNothingOfWhatOneHasFound() {
        RunKey key = shown();

        new Retention(
                        new RetentionRows(database),
                        erasure,
                        new Retention.Limits(Map.of(), Optional.of(Duration.ZERO)),
                        safety)
                .pass(Duration.ZERO);

        assertThat(erasure.erased)
                .contains("unfinished " + key.runId())
                .noneMatch(line -> line.startsWith("published"));
    }

    @Test
    void oneWhoseDataSetIsDeletedSaysSo() {
        RunKey key = shown();
        assertThat(safety.run(key).state()).isEqualTo("READY");

        var ignored = new DatasetRows(database).deleting(new DatasetKey(TENANT, dataset), "steward");

        assertThat(safety.run(key).state()).isEqualTo("ERASED");
    }

    @Test
    void whoEndsOneThatIsAtWorkHasItCanceledOnce() {
        RunKey key = waiting("asker");
        var first = safety.end(key, "another");
        var second = safety.end(key, "another");

        assertThat(first.state()).isEqualTo(second.state());
        assertThat(postgres.recorded(AuditOutbox.RUNS))
                .filteredOn(record -> record.startsWith("RUN_CANCEL_ASKED"))
                .hasSize(1);
    }

    /** One that has come to its end. */
    private RunKey shown() {
        RunKey key = waiting("asker");
        rows.approve(key, "another");
        rows.end(key, RunState.PUBLISHED, new Failure("", ""));
        return key;
    }

    private Retention retention() {
        return new Retention(
                new RetentionRows(database), erasure, new Retention.Limits(Map.of(), Optional.empty()), safety);
    }

    private SafetyRuns.Wish wish(String by, String reason, Duration until) {
        return new SafetyRuns.Wish(
                TENANT,
                Json.write(Specs.of(dataset)),
                new SafetyRun.Terms(reason, Instant.now().plus(until)),
                by);
    }

    private SafetyRun ask(String by) {
        return safety.ask(wish(by, "case 7", WEEK.minusHours(1)));
    }

    /** One whose workflow has come to where it waits. */
    private RunKey waiting(String by) {
        RunKey key = ask(by).run().key();
        rows.running(key);
        assertThat(new StageRows(database, new DeploymentKey(new byte[32])).begin(key, Stage.APPROVE, false))
                .isTrue();
        assertThat(rows.approved(key)).isFalse();
        return key;
    }

    private void over(RunKey key) {
        postgres.execute("UPDATE safety.run SET expires_at = now() - interval '1 minute' WHERE run_id = '%s'"
                .formatted(key.runId()));
    }

    private String imported() {
        DatasetKey key = new DatasetKey(TENANT, Ids.uuid7().toString());
        DatasetRows datasets = new DatasetRows(database);
        assertThat(datasets.insert(
                        key,
                        "people",
                        new Dataset.Source("/data/people", "auto", List.of()),
                        new DatasetRows.Known("identity", null, "importer")))
                .isTrue();
        datasets.ready(
                key,
                new Dataset.Contents(Digest.of("digest"), 9, 5, 0, 1, Map.of(), Map.of(), List.of(), null, null, 1, 0));
        return key.datasetId();
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }
}
