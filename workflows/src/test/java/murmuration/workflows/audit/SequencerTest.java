package murmuration.workflows.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.AuditOutbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SequencerTest {
    private final TestAudit audit = new TestAudit();

    @Test
    void recordsOfEverySchemaAreOneChainInTheOrderInWhichTheyWereMade() {
        write("extraction", AuditOutbox.FACETS, AuditAction.ERASING);
        audit.record(2);
        write("privacy", AuditOutbox.PUBLISHED, AuditAction.RESULT_PUBLISHED);
        write("embedding", AuditOutbox.VECTORS, AuditAction.ERASED);
        write("hierarchy", AuditOutbox.CLUSTERS, AuditAction.ERASED);
        write("extraction", AuditOutbox.FACETS, AuditAction.ERASED);
        write("gateway", AuditOutbox.ACCESS, AuditAction.KEY_MADE);
        write("gateway", AuditOutbox.ACCESS, AuditAction.KEY_REVOKED);
        audit.signed();
        assertThat(audit.records().subList(0, 9))
                .extracting(record -> record.content().process())
                .containsExactly(
                        "extraction",
                        "workflows",
                        "workflows",
                        "privacy",
                        "embedding",
                        "hierarchy",
                        "extraction",
                        "gateway",
                        "gateway");
        assertThat(audit.verify().fault()).isEmpty();
    }

    @Test
    void anActionThatIsRolledBackLeavesNoRecord() {
        assertThatThrownBy(() -> audit.workflows().useTenant(TestAudit.TENANT, handle -> {
                    AuditOutbox.RUNS.write(handle, TestAudit.TENANT, AuditEntry.of(AuditAction.RUN_STARTED));
                    throw new IllegalStateException("by script");
                }))
                .isInstanceOf(MurmurationException.class);
        assertThat(audit.waiting()).isZero();
    }

    @Test
    @Timeout(60)
    void manySequencersAtOnceMakeOneChain() throws Exception {
        audit.record(120);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = LongStream.range(0, 4)
                    .<Future<?>>mapToObj(i -> threads.submit(
                            () -> audit.trail().keeper(7, Duration.ofHours(1)).pass(false)))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        }
        audit.signed();
        assertThat(audit.waiting()).isZero();
        assertThat(audit.verify().fault()).isEmpty();
        assertThat(audit.records().stream()
                        .filter(record -> record.content().what().equals("STAGE_SEALED"))
                        .map(record -> record.content().counts()))
                .doesNotHaveDuplicates()
                .hasSize(120);
    }

    @Test
    void whatBreaksOffBetweenOutboxAndChainLosesNothingAndDoublesNothing() {
        audit.record(10);
        audit.postgres()
                .execute("CREATE OR REPLACE FUNCTION runs.power_cut() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RAISE EXCEPTION ''by script''; END';"
                        + " CREATE TRIGGER power_cut BEFORE DELETE ON runs.audit_outbox"
                        + " FOR EACH STATEMENT EXECUTE FUNCTION runs.power_cut()");
        assertThatThrownBy(() -> audit.keeper().pass(false)).isInstanceOf(MurmurationException.class);
        assertThat(audit.records()).isEmpty();
        assertThat(audit.waiting()).isEqualTo(10);

        audit.postgres().execute("DROP TRIGGER power_cut ON runs.audit_outbox");
        audit.keeper().pass(false);
        assertThat(audit.records())
                .filteredOn(record -> record.content().what().equals("STAGE_SEALED"))
                .hasSize(10);
        assertThat(audit.verify().fault()).isEmpty();
    }

    @Test
    void aCheckpointThatNobodyRecordedIsGood() {
        audit.record(3);
        audit.postgres()
                .execute("CREATE OR REPLACE FUNCTION runs.power_cut() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RAISE EXCEPTION ''by script''; END';"
                        + " CREATE TRIGGER power_cut BEFORE INSERT ON runs.audit_outbox"
                        + " FOR EACH STATEMENT EXECUTE FUNCTION runs.power_cut()");
        assertThatThrownBy(() -> audit.keeper().pass(true)).isInstanceOf(MurmurationException.class);
        assertThat(Files.exists(audit.checkpoint(1))).isTrue();

        audit.postgres().execute("DROP TRIGGER power_cut ON runs.audit_outbox");
        audit.record(1).signed();
        assertThat(Files.exists(audit.checkpoint(2))).isTrue();
        assertThat(audit.verify().fault()).isEmpty();
    }

    @Test
    void aCheckpointIsMadeAtTheEndOfARunAndOtherwiseWhenItIsTime() {
        audit.record(1);
        audit.keeper().pass(false);
        assertThat(Files.exists(audit.checkpoint(1))).as("the first").isTrue();
        audit.record(1);
        audit.keeper().pass(false);
        assertThat(Files.exists(audit.checkpoint(2))).as("within the hour").isFalse();
        write("workflows", AuditOutbox.RUNS, AuditAction.RUN_PUBLISHED);
        audit.keeper().pass(false);
        assertThat(Files.exists(audit.checkpoint(2))).as("a run has ended").isTrue();
        audit.keeper().pass(true);
        audit.keeper().pass(true);
        assertThat(Files.exists(audit.checkpoint(3))).as("nothing new").isFalse();
    }

    @Test
    @Timeout(60)
    void whatIsRecordedUntilTheProcessEndsIsSigned() {
        audit.keeper().start(Duration.ofDays(1));
        audit.record(3);
        audit.keeper().stop(Duration.ofSeconds(30));
        AuditReport report = audit.verify();
        assertThat(report.signed()).isGreaterThanOrEqualTo(3);
        // of the last checkpoint itself there is a record that nothing has to sign
        assertThat(audit.records())
                .filteredOn(record -> record.sequence() > report.signed())
                .allMatch(record -> record.content().what().equals(AuditAction.CHECKPOINT_MADE.name()));
    }

    @Test
    void tenantsHaveChainsOfTheirOwn() {
        audit.record(2);
        audit.workflows()
                .useTenant(
                        "other",
                        handle -> AuditOutbox.RUNS.write(handle, "other", AuditEntry.of(AuditAction.RUN_STARTED)));
        audit.signed();
        assertThat(audit.records()).hasSize(2);
        assertThat(audit.trail().verify("other", "", KnownRecord.NONE).records())
                .isEqualTo(1);
        assertThat(audit.trail().checkpoints("other", 0, 10)).hasSize(1);
    }

    @Test
    void aTenantWhoseCheckpointsCannotBeWrittenHoldsUpNoOther() throws IOException {
        // a file where its folder belongs
        Files.createFile(audit.checkpoint(1).resolveSibling(""));
        audit.record(2);
        audit.workflows()
                .useTenant(
                        "other",
                        handle -> AuditOutbox.RUNS.write(handle, "other", AuditEntry.of(AuditAction.RUN_STARTED)));
        assertThatThrownBy(() -> audit.keeper().pass(true)).isInstanceOf(MurmurationException.class);
        assertThat(audit.records()).as("chained, not signed").hasSize(2);
        assertThat(audit.trail().checkpoints("other", 0, 10)).hasSize(1);
    }

    private void write(String service, AuditOutbox outbox, AuditAction what) {
        RunKey run = new RunKey(TestAudit.TENANT, UUID.randomUUID().toString());
        audit.postgres()
                .as(service)
                .useTenant(
                        run.tenant(),
                        handle -> outbox.write(
                                handle, run.tenant(), AuditEntry.of(what).run(run)));
    }
}
