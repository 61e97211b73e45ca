package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import murmuration.core.Answer;
import murmuration.core.ErrorCode;
import murmuration.core.Manifest;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.models.ReplyRows;
import murmuration.privacy.RunFixture.Base;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Progress;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SafetyTest {
    private static final Course COURSE = new Course(Map.of(), List.of(), "2025-11-20T00:00:00Z");
    private static final Progress NOBODY_WATCHES = (done, total, outcomes) -> {};

    private final RunFixture fixture = RunFixture.create("default", RunFixture.spec(1))
            .with(List.of(
                    Base.of(0, 63, 40, "book a flight"),
                    Base.of(1, 41, 30, "book a train"),
                    Base.of(2, 2, 1, "burn it")));

    private final DeploymentKey key = new DeploymentKey(fixture.key("one"));
    private final Database privacy = fixture.test.as("privacy");
    private final SafetyRows rows = new SafetyRows(privacy);

    @Test
    void theSmallestClusterIsShownWithItsConversationsAndNobodyHasJudgedIt() {
        approved();
        assertThat(new SmallClusters(privacy).withhold(fixture.run).counts()).containsEntry("withheld", 0L);
        named();

        assertThat(show().clusters()).isEqualTo(4);

        List<SafetyRows.Shown> shown = read("").orElseThrow().clusters();
        assertThat(shown)
                .extracting(SafetyRows.Shown::name, SafetyRows.Shown::conversations, SafetyRows.Shown::accounts)
                .containsExactly(
                        tuple("Book travel", 104L, 70L),
                        tuple("Book a flight", 63L, 40L),
                        tuple("Book a train", 41L, 30L),
                        tuple("Burn it", 2L, 1L));
        assertThat(shown.get(1).parentId()).isEqualTo(shown.getFirst().id());
        assertThat(shown.getLast().parentId()).isEmpty();
        SafetyRows.Page smallest = read(shown.getLast().id()).orElseThrow();
        assertThat(smallest.members())
                .hasSize(2)
                .extracting(SafetyRows.Member::account)
                .containsOnly("00000000-0000-0007-0000-0000000007d0");
        assertThat(fixture.cluster(0, 2).rating()).isNull();
    }

    @Test
    void eachReadingIsRecordedAndWhatIsRefusedIsNone() {
        approved();
        named();
        var ignored = show();
        String one = read("").orElseThrow().clusters().getFirst().id();

        assertThat(read(one)).isPresent();
        assertThat(read("no such")).isEmpty();

        assertThat(fixture.test.recorded(AuditOutbox.SAFETY))
                .containsExactly("SAFETY_SHOWN by privacy", "SAFETY_READ by privacy", "SAFETY_READ by privacy");
        assertThat(outbox("who")).containsExactly("", "a reader", "a reader");
        assertThat(outbox("tenant")).as("a chain of its own").containsOnly("default.safety");
    }

    @Test
    void nothingIsShownUnlessAnotherPersonHasApprovedAndNothingOnceItsTimeIsOver() {
        approved();
        named();
        fixture.test.execute("UPDATE safety.run SET approved_by = NULL, approved_at = NULL");
        assertRefused(this::show);
        assertThat(read("")).isEmpty();

        fixture.test.execute("UPDATE safety.run SET approved_by = 'another', approved_at = now()");
        var ignored = show();
        assertThat(read("")).isPresent();

        over();
        assertThat(read("")).isEmpty();
        assertThatThrownBy(this::show).hasMessageContaining("its time is over");
    }

    @Test
    void untilAnotherPersonHasApprovedNothingIsLifted() {
        asked();
        SmallClusters minimums = new SmallClusters(privacy);
        assertRefused(() -> minimums.withhold(fixture.run));
        assertRefused(() -> review(0));
        assertRefused(() -> rows.lifts(fixture.run));

        fixture.test.execute("UPDATE safety.run SET approved_by = 'another', approved_at = now()");
        assertThat(rows.lifts(fixture.run)).isTrue();

        over();
        assertRefused(() -> minimums.withhold(fixture.run));
        assertRefused(() -> review(0));
        assertRefused(() -> rows.lifts(fixture.run));
    }

    @Test
    void anotherTenantReadsNothing() {
        approved();
        named();
        var ignored = show();
        RunKey there = new RunKey("other", fixture.run.runId());

        assertThat(rows.read(there, new SafetyRows.Reading("a reader", "", 0, 100)))
                .isEmpty();
        assertThat(rows.lifts(there)).isFalse();
        assertThat(rows.erase(there)).isZero();
        assertThat(read("")).isPresent();
    }

    @Test
    void whatCannotBeRecordedIsNotRead() {
        approved();
        named();
        var ignored = show();
        fixture.test.execute("REVOKE INSERT ON safety.audit_outbox FROM murmuration_privacy");

        assertThatThrownBy(() -> read("")).hasMessageContaining("42501");
        assertThatThrownBy(this::show).hasMessageContaining("42501");
    }

    @Test
    void nothingOfItIsPublishedNorReadableByTheGateway() {
        approved();
        named();

        assertThat(cases().publish(fixture.run, COURSE, NOBODY_WATCHES).clusters())
                .isEqualTo(4);

        assertThat(read("")).isPresent();
        assertThat(fixture.published()).isEmpty();
        Database gateway = fixture.test.as("gateway");
        for (String table : List.of("safety.run", "safety.cluster", "safety.member", "safety.audit_outbox")) {
            assertThatThrownBy(() -> gateway.useTenant("default", handle -> handle.execute("SELECT FROM " + table)))
                    .as(table)
                    .hasMessageContaining("42501");
        }
        assertThatThrownBy(() -> publication().publish(fixture.run, COURSE, NOBODY_WATCHES))
                .as("published as any other run is")
                .hasStackTraceContaining("a safety run is not published");
        assertThat(fixture.published()).isEmpty();
    }

    @Test
    void anErasureTakesAllThatIsShown() {
        approved();
        named();
        var ignored = show();

        assertThat(erasure().erase(fixture.run, false)).containsEntry("safety", 4L + 106L);
        assertThat(read("")).isEmpty();
        assertThat(erasure().erase(fixture.run, false)).containsEntry("safety", 0L);
    }

    @Test
    void anyOtherRunIsNoSafetyRun() {
        assertThat(rows.lifts(fixture.run)).isFalse();
        assertThat(new SmallClusters(privacy).withhold(fixture.run).counts()).containsEntry("withheld", 1L);
        assertThatThrownBy(this::show).hasMessageContaining("not approved");
        assertThat(read("")).isEmpty();
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PRIVACY_REFUSED));
    }

    private void over() {
        fixture.test.execute("UPDATE safety.run SET expires_at = now() - interval '1 second'");
    }

    private void asked() {
        fixture.execute("INSERT INTO safety.run (tenant, run_id, asked_by, reason, expires_at)"
                + " SELECT tenant, run_id, 'asker', 'case 7', now() + interval '1 day' FROM runs.run");
    }

    private void approved() {
        asked();
        fixture.execute("UPDATE safety.run SET approved_by = 'another', approved_at = now()");
    }

    private void named() {
        fixture.name(0, 0, "Book a flight", "Users asked to book flights.")
                .name(0, 1, "Book a train", "Users asked to book trains.")
                .name(0, 2, "Burn it", "One user asked to burn it.");
        review(0);
        fixture.parent(0, 0, 1).name(1, 0, "Book travel", "Users asked to book.");
        review(1);
    }

    private PrivacyCases cases() {
        return new PrivacyCases(
                new SmallClusters(privacy),
                new ClusterReviews(privacy, key, audits(), 2),
                publication(),
                new SafetyResults(privacy),
                rows,
                erasure());
    }

    private Publication publication() {
        return new Publication(
                privacy,
                key,
                audits(),
                any -> new HashingEmbedder(),
                new Publication.Terms(
                        spec -> new Manifest.Prices(LocalDate.of(2025, 11, 25), List.of()), BigDecimal.TEN));
    }

    private static Audits audits() {
        ScriptedModel model = new ScriptedModel("scripted", (text, n) -> Answer.of(5));
        return new Audits(run -> model, text -> false);
    }

    private void review(int level) {
        Audits nobody = new Audits(
                run -> {
                    throw new IllegalStateException("nobody is asked");
                },
                text -> false);
        Sealed sealed =
                new ClusterReviews(privacy, key, nobody, 2).review(fixture.run, level, (done, total, outcomes) -> {});
        assertThat(sealed.counts()).containsOnlyKeys("passed");
    }

    private Publication.Published show() {
        return new SafetyResults(privacy).show(fixture.run);
    }

    private Optional<SafetyRows.Page> read(String cluster) {
        return rows.read(fixture.run, new SafetyRows.Reading("a reader", cluster, 0, 100));
    }

    private ErasureRows erasure() {
        return new ErasureRows(
                privacy, new PublishedRows(privacy), rows, new ReplyRows(privacy, key, "clusters.audit_reply"));
    }

    private List<String> outbox(String column) {
        return new Database(fixture.test.owner())
                .inTenant(
                        "default",
                        handle -> handle.createQuery("SELECT " + column + " FROM safety.audit_outbox ORDER BY id")
                                .mapTo(String.class)
                                .list());
    }
}
