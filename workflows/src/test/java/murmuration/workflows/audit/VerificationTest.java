package murmuration.workflows.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.Digest;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Json;
import murmuration.workflows.audit.AuditFault.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an owner of the database, or of the folder of checkpoints, does to the past is found and named. */
class VerificationTest {
    /** Ten records under checkpoint 1; the eleventh is that it was made, and stands under no checkpoint. */
    private final TestAudit audit = new TestAudit().record(10).signed();

    VerificationTest() {
        audit.keeper().pass(false);
    }

    @Test
    void anUntouchedChainIsWhole() {
        AuditReport report = audit.verify();
        assertThat(report.fault()).isEmpty();
        assertThat(report.records()).isEqualTo(11);
        assertThat(report.checkpoints()).isEqualTo(1);
        assertThat(report.signed()).isEqualTo(10);
    }

    @Test
    void anEmptyChainIsWhole() {
        assertThat(new TestAudit().verify().fault()).isEmpty();
    }

    @Test
    void aChangedRecordIsNamed() {
        audit.tamper("UPDATE runs.audit SET who = 'nobody' WHERE sequence = 4");
        assertThat(fault()).isEqualTo(AuditFault.at(Kind.CHANGED, 4));
        assertThat(audit.verify().records()).isEqualTo(3);
    }

    @Test
    void aRecordWithoutATimeOrAHashIsNamed() {
        audit.asOwner(handle -> {
            for (String column : List.of("at", "who", "digests", "hash")) {
                handle.execute("ALTER TABLE runs.audit ALTER COLUMN " + column + " DROP NOT NULL");
                handle.execute("UPDATE runs.audit SET " + column + " = NULL WHERE sequence = 5");
                assertThat(audit.walk(handle)).as(column).contains(AuditFault.at(Kind.CHANGED, 5));
            }
            handle.rollback();
        });
    }

    @Test
    void aDeletedRecordIsNamed() {
        audit.tamper("DELETE FROM runs.audit WHERE sequence = 4");
        assertThat(fault()).isEqualTo(AuditFault.at(Kind.MISSING, 4));
    }

    @Test
    void theFirstRecordIsMissed() {
        audit.tamper("DELETE FROM runs.audit WHERE sequence = 1");
        assertThat(fault()).isEqualTo(AuditFault.at(Kind.MISSING, 1));
    }

    @Test
    void aDeletedRecordWhosePlaceTheNextOnesTakeIsNamed() {
        audit.tamper("DELETE FROM runs.audit WHERE sequence = 4;"
                + " UPDATE runs.audit SET sequence = -sequence WHERE sequence > 4;"
                + " UPDATE runs.audit SET sequence = -sequence - 1 WHERE sequence < 0");
        assertThat(fault()).isEqualTo(AuditFault.at(Kind.CHANGED, 4));
    }

    @Test
    void twoSwappedRowsAreNamed() {
        swap("sequence = 0", "sequence = 8", "sequence = 3");
        assertThat(fault()).isEqualTo(new AuditFault(Kind.SWAPPED, 3, 8, 0));
    }

    @Test
    void twoRowsWhoseContentsAreSwappedAreNamed() {
        audit.tamper(
                "UPDATE runs.audit a SET at = b.at, dataset_id = b.dataset_id, digests = b.digests, counts = b.counts"
                        + " FROM runs.audit b WHERE (a.sequence, b.sequence) IN ((3, 8), (8, 3))");
        assertThat(fault()).isEqualTo(new AuditFault(Kind.SWAPPED, 3, 8, 0));
    }

    @Test
    void aTailThatIsCutIsMissedUpToTheLastCheckpoint() {
        audit.tamper("DELETE FROM runs.audit WHERE sequence > 7");
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.TRUNCATED, 8, 1));
    }

    @Test
    void anEmptiedTableIsFound() {
        audit.tamper("DELETE FROM runs.audit");
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.TRUNCATED, 1, 1));
    }

    /** Without any key: what an older checkpoint signs is whole, and nothing that is left tells of more. */
    @Test
    void aChainThatIsCutBackWithItsCheckpointsIsFoundByWhoNotedOneOfTheRecordsThatAreGone() throws IOException {
        KnownRecord stays = noted();
        audit.record(5).signed();
        KnownRecord gone = noted();
        assertThat(audit.verify(gone).fault()).isEmpty();

        Files.delete(audit.checkpoint(2));
        audit.tamper("DELETE FROM runs.audit WHERE sequence > 11; DELETE FROM runs.audit_outbox");
        assertThat(fault()).as("nothing is noted").isNull();
        assertThat(audit.verify(stays).fault()).isEmpty();
        assertThat(audit.verify(gone).fault()).contains(AuditFault.at(Kind.CUT_BACK, 12));

        audit.record(9).signed();
        assertThat(fault()).as("nothing is noted, and it has grown on").isNull();
        assertThat(audit.verify(gone).fault()).contains(AuditFault.at(Kind.CUT_BACK, gone.sequence()));
    }

    @Test
    void aRecordThatIsPutInIsNamed() {
        audit.tamper(
                "INSERT INTO runs.audit SELECT tenant, 0, at, process, who, what, dataset_id, run_id, digests, counts,"
                        + " hash FROM runs.audit WHERE sequence = 1");
        assertThat(fault()).isEqualTo(AuditFault.at(Kind.ADDED, 0));
    }

    @Test
    void aPastThatIsWrittenAnewInFullDoesNotMatchItsCheckpoint() {
        rewriteFrom(4);
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.REWRITTEN, 10, 1));
    }

    @Test
    void aChainThatGrowsOnAfterItWasCutDoesNotMatchItsCheckpoint() {
        audit.tamper("DELETE FROM runs.audit WHERE sequence > 7");
        audit.record(9).signed();
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.REWRITTEN, 10, 1));
    }

    @Test
    void aCheckpointOfAnotherKeyIsForged() throws IOException {
        Checkpoint made = read(1);
        CheckpointKeys other = new CheckpointKeys(
                new byte[] {
                    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
                    28, 29, 30, 31, 32
                },
                List.of());
        write(1, other.sign(made));
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.CHECKPOINT_FORGED, 0, 1));
        write(
                1,
                other.sign(
                        new Checkpoint(made.tenant(), 1, made.sequence(), made.hash(), made.at(), "", other.id(), "")));
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.CHECKPOINT_FORGED, 0, 1));
    }

    @Test
    void aCheckpointOfAnotherPlaceIsForged() throws IOException {
        audit.record(5).signed();
        Files.copy(audit.checkpoint(2), audit.checkpoint(1), StandardCopyOption.REPLACE_EXISTING);
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.CHECKPOINT_FORGED, 0, 1));
    }

    @Test
    void aDeletedCheckpointIsMissedByTheNextOne() throws IOException {
        audit.record(5).signed();
        Files.delete(audit.checkpoint(1));
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.CHECKPOINT_MISSING, 0, 1));
    }

    @Test
    void theLastCheckpointIsMissedByTheChain() throws IOException {
        audit.record(5).signed();
        audit.keeper().pass(false);
        Files.delete(audit.checkpoint(2));
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.CHECKPOINT_MISSING, 17, 2));
        Files.delete(audit.checkpoint(1));
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.CHECKPOINT_MISSING, 11, 1));
    }

    /** Any service may write the word into its own outbox. */
    @Test
    void whatOthersSayOfCheckpointsIsNoFaultAndHidesNone() {
        AuditEntry said = AuditEntry.of(AuditAction.CHECKPOINT_MADE).count("number", 99);
        audit.postgres()
                .as("gateway")
                .useTenant(TestAudit.TENANT, handle -> AuditOutbox.ACCESS.write(handle, TestAudit.TENANT, said));
        audit.signed();
        assertThat(fault()).isNull();
        assertThat(audit.verify().signed()).as("it is signed like any other").isEqualTo(12);

        audit.record(3).signed();
        audit.tamper("UPDATE runs.audit SET who = 'nobody' WHERE sequence = 14");
        assertThat(fault()).isEqualTo(AuditFault.at(Kind.CHANGED, 14));
    }

    @Test
    void aRecordThatSaysNothingOfItsCheckpointIsNamedAndCanBeRead() {
        audit.workflows()
                .useTenant(
                        TestAudit.TENANT,
                        handle -> handle.execute("INSERT INTO runs.audit_outbox (tenant, who, what, digests, counts)"
                                + " VALUES ('default', '', 'CHECKPOINT_MADE', 'null', 'null')"));
        audit.keeper().pass(false);
        assertThat(fault()).isEqualTo(AuditFault.at(Kind.CHANGED, 12));
        assertThat(AuditMessages.message(audit.records().getLast()).getCountsMap())
                .isEmpty();
    }

    @Test
    void aCheckpointThatIsAddedIsForged() throws IOException {
        Files.copy(audit.checkpoint(1), audit.checkpoint(2));
        assertThat(fault()).isEqualTo(AuditFault.told(Kind.CHECKPOINT_FORGED, 10, 2));
    }

    @Test
    void everyByteOfACheckpointCounts() throws IOException {
        byte[] good = Files.readAllBytes(audit.checkpoint(1));
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(audit.checkpoint(1), bad);
            assertThat(audit.checkpoints().fault())
                    .as("byte %d", i)
                    .contains(AuditFault.told(Kind.CHECKPOINT_FORGED, 0, 1));
        }
        Files.write(audit.checkpoint(1), good);
        assertThat(audit.checkpoints().fault()).isEmpty();
    }

    @Test
    void everyByteOfTheTableCounts() {
        List<AuditRecord> records = audit.records().subList(0, 3);
        List<Flip> flips =
                records.stream().flatMap(record -> Flip.of(record).stream()).toList();
        assertThat(flips).hasSizeGreaterThan(700);
        audit.asOwner(handle -> {
            for (Flip flip : flips) {
                handle.execute(flip.sql());
                assertThat(audit.walk(handle))
                        .as(flip.sql())
                        .hasValueSatisfying(
                                fault -> assertThat(fault.sequence()).isEqualTo(flip.found()));
                handle.execute(flip.undo());
            }
            assertThat(audit.walk(handle)).isEmpty();
        });
    }

    @Test
    void checkpointsOfAFormerKeyStayGood() {
        assertThat(fault(later())).isNull();
    }

    @Test
    void aFormerKeySignsNothingThatIsGoodOnceALaterOneHasSigned() throws IOException {
        CheckpointKeys later = later();
        audit.record(5);
        keeper(later).pass(true);
        assertThat(fault(later)).isNull();

        audit.record(5).keeper().pass(false);
        sign(3, TestAudit.keys());
        assertThat(fault(later)).isEqualTo(AuditFault.told(Kind.CHECKPOINT_FORGED, 16, 3));

        sign(3, later);
        assertThat(fault(later)).as("the same by the key of now").isNull();
    }

    @Test
    void formerKeysHaveSignedInTheOrderInWhichTheyAreGiven() {
        CheckpointKeys second = later();
        audit.record(5);
        keeper(second).pass(true);
        CheckpointKeys first = TestAudit.keys();
        assertThat(fault(key("a third", List.of(first.publicKey(), second.publicKey()))))
                .isNull();
        assertThat(fault(key("a third", List.of(second.publicKey(), first.publicKey()))))
                .isEqualTo(AuditFault.told(Kind.CHECKPOINT_FORGED, 10, 2));
    }

    @Test
    void aProcessWhoseKeyALaterOneHasFollowedSignsNoMore() {
        CheckpointKeys later = later();
        audit.record(5);
        keeper(later).pass(true);
        audit.record(1).signed();
        assertThat(audit.checkpoint(3)).doesNotExist();
        int waiting = audit.waiting();
        audit.record(3).signed();
        assertThat(audit.waiting())
                .as("nor does it chain what it could not sign")
                .isEqualTo(waiting + 3);

        audit.record(1);
        keeper(later).pass(true);
        assertThat(audit.checkpoint(3)).exists();
        assertThat(fault(later)).isNull();
    }

    @Test
    void aProcessThatWasNotToldTheFormerKeySignsAllTheSame() {
        CheckpointKeys untold = key("another", List.of());
        audit.record(5);
        keeper(untold).pass(true);
        assertThat(audit.checkpoint(2)).exists();
        assertThat(fault(untold)).isEqualTo(AuditFault.told(Kind.CHECKPOINT_FORGED, 0, 1));
        assertThat(fault(later())).as("once it is told").isNull();
    }

    @Test
    void aVerificationIsRecordedWithWhoAskedForIt() {
        audit.trail().verify(TestAudit.TENANT, "auditor", KnownRecord.NONE);
        audit.signed();
        AuditRecord last = audit.records().getLast();
        assertThat(last.content().what()).isEqualTo("AUDIT_VERIFIED");
        assertThat(last.content().who()).isEqualTo("auditor");
        assertThat(last.content().counts()).isEqualTo("{\"faults\":0,\"records\":11}");
    }

    /** What somebody writes down of the chain's last record. */
    private KnownRecord noted() {
        AuditRecord last = audit.records().getLast();
        return new KnownRecord(last.sequence(), last.hash());
    }

    private Path folder() {
        return audit.checkpoint(1).resolveSibling("").resolveSibling("");
    }

    private @Nullable AuditFault fault() {
        return audit.verify().fault().orElse(null);
    }

    /** What somebody with these keys finds. */
    private @Nullable AuditFault fault(CheckpointKeys keys) {
        return new Verification(audit.workflows(), new CheckpointFolder(folder()), keys)
                .verify(TestAudit.TENANT, KnownRecord.NONE)
                .fault()
                .orElse(null);
    }

    /** The key after that of the audit. */
    private static CheckpointKeys later() {
        return key("another", List.of(TestAudit.keys().publicKey()));
    }

    private static CheckpointKeys key(String secret, List<String> former) {
        return new CheckpointKeys(HexFormat.of().parseHex(Digest.of(secret)), former);
    }

    /** Of a process with these keys, beside the audit's own. */
    private AuditKeeper keeper(CheckpointKeys keys) {
        return new AuditTrail(audit.workflows(), new CheckpointFolder(folder()), keys).keeper(4, Duration.ofHours(1));
    }

    /** A checkpoint of the chain's last record, as whoever holds a key and the folder can make it. */
    private void sign(long number, CheckpointKeys keys) throws IOException {
        Checkpoint last = read(number - 1);
        AuditRecord head = audit.records().getLast();
        write(
                number,
                keys.sign(new Checkpoint(
                        TestAudit.TENANT, number, head.sequence(), head.hash(), last.at(), last.id(), keys.id(), "")));
    }

    private void swap(String between, String one, String other) {
        audit.tamper("UPDATE runs.audit SET " + between + " WHERE " + one + "; UPDATE runs.audit SET " + one + " WHERE "
                + other + "; UPDATE runs.audit SET " + other + " WHERE " + between);
    }

    /** The owner knows how hashes are made. */
    private void rewriteFrom(long sequence) {
        List<AuditRecord> records = audit.records();
        String previous = records.get((int) sequence - 2).hash();
        for (AuditRecord old : records.subList((int) sequence - 1, records.size())) {
            AuditRecord.Content was = old.content();
            AuditRecord written = AuditRecord.after(
                    previous,
                    TestAudit.TENANT,
                    old.sequence(),
                    new AuditRecord.Content(
                            was.at(),
                            was.process(),
                            "nobody",
                            was.what(),
                            was.dataset(),
                            was.run(),
                            was.digests(),
                            was.counts()));
            audit.tamper("UPDATE runs.audit SET who = 'nobody', hash = '" + written.hash() + "' WHERE sequence = "
                    + old.sequence());
            previous = written.hash();
        }
    }

    private Checkpoint read(long number) throws IOException {
        return Json.read(Files.readString(audit.checkpoint(number)), Checkpoint.class);
    }

    private void write(long number, Checkpoint checkpoint) throws IOException {
        Files.writeString(audit.checkpoint(number), Json.write(checkpoint));
    }
}
