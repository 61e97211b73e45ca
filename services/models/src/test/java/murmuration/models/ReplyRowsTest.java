package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import murmuration.core.Purpose;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Json;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyRowsTest {
    private static final Reply REPLY = new Reply("{\"rating\": 3, \"reason\": \"CANARY\"}", Reply.Stop.END, 120, 7);

    private final TestDatabase postgres = TestDatabase.create();
    private final Cashier cashier = new Cashier(postgres.as("extraction"), TestConfig.at("http://127.0.0.1:1"));

    @ParameterizedTest
    @CsvSource({"extraction, facets.reply", "hierarchy, clusters.naming_reply", "privacy, clusters.audit_reply"})
    void aReplyIsFoundAgainByEveryRunOfTheTenantAndByNoOther(String service, String table) {
        ReplyRows rows = rows(service, table, 1);
        Assignment first = run("a");
        rows.of(first, cashier).keep(call("text", new Subject(UUID.randomUUID(), null)), REPLY);
        rows.of(first, cashier).keep(call("text", Subject.SEVERAL), REPLY);

        Assignment second = run("a");
        assertThat(rows.of(second, cashier).find(call("text", Subject.SEVERAL))).contains(REPLY);
        assertThat(rows.of(second, cashier).find(call("another text", Subject.SEVERAL)))
                .isEmpty();
        assertThat(rows.of(run("b"), cashier).find(call("text", Subject.SEVERAL)))
                .isEmpty();

        assertThat(rows.usage(first.run())).isEqualTo(new Usage(1, 1, 120, 7));
        assertThat(rows.usage(second.run())).isEqualTo(new Usage(1, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"extraction, facets.reply", "hierarchy, clusters.naming_reply", "privacy, clusters.audit_reply"})
    void whatIsFoundIsCountedOnceForEachThatNeedsItAndNotWhereTheRunHasPaid(String service, String table) {
        ReplyRows rows = rows(service, table, 1);
        Call one = call("text", new Subject(UUID.randomUUID(), null));
        Call same = call("text", new Subject(UUID.randomUUID(), null));
        Assignment first = run("a");
        rows.of(first, cashier).find(one);
        rows.of(first, cashier).keep(one, REPLY);
        rows.of(first, cashier).find(one);
        assertThat(stored(first)).isZero();
        rows.of(first, cashier).find(same);
        assertThat(stored(first)).isEqualTo(1);

        Assignment second = run("a");
        for (int step = 0; step < 2; step++) {
            rows.of(second, cashier).find(one);
            rows.of(second, cashier).find(same);
            rows.of(second, cashier).find(call("text", Subject.SEVERAL));
            rows.of(second, cashier).find(call("another text", Subject.SEVERAL));
            assertThat(stored(second)).isEqualTo(3);
        }
        Runs runs = new Runs(postgres, "m");
        assertThat(runs.sum(second, "micros + unpriced + input_tokens + output_tokens", "usage"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"extraction, facets.reply", "hierarchy, clusters.naming_reply", "privacy, clusters.audit_reply"})
    void theFirstAnswerStandsAndWhoIsLateIsGivenIt(String service, String table) {
        ReplyRows rows = rows(service, table, 1);
        Reply late = new Reply("{\"rating\": 4}", Reply.Stop.END, 120, 7);
        assertThat(rows.of(run("a"), cashier).keep(call("text", Subject.SEVERAL), REPLY))
                .isEqualTo(REPLY);
        Assignment second = run("a");
        assertThat(rows.of(second, cashier).keep(call("text", Subject.SEVERAL), late))
                .isEqualTo(REPLY);
        assertThat(rows.of(second, cashier).keep(call("another text", Subject.SEVERAL), late))
                .isEqualTo(late);
        assertThat(rows.of(second, cashier).find(call("text", Subject.SEVERAL))).contains(REPLY);
    }

    @ParameterizedTest
    @CsvSource({"extraction, facets.reply", "hierarchy, clusters.naming_reply", "privacy, clusters.audit_reply"})
    void whatWasTooLongForAServerIsFoundByItsRunAndItsReplaysAndAskedAgainByOthers(String service, String table) {
        ReplyRows rows = rows(service, table, 1);
        Reply tooLong = new Reply("", Reply.Stop.FULL, 0, 0);
        Assignment first = run("a");
        rows.of(first, cashier).keep(call("text", Subject.SEVERAL), tooLong);

        Assignment second = run("a");
        assertThat(rows.of(second, cashier).find(call("text", Subject.SEVERAL))).isEmpty();
        rows.of(second, cashier).keep(call("text", Subject.SEVERAL), REPLY);

        for (Assignment same : List.of(first, replay(first))) {
            assertThat(rows.of(same, cashier).find(call("text", Subject.SEVERAL)))
                    .contains(tooLong);
        }
        assertThat(rows.of(second, cashier).find(call("text", Subject.SEVERAL))).contains(REPLY);
    }

    private Assignment replay(Assignment of) {
        Assignment run = run("a");
        postgres.as("workflows")
                .useTenant(
                        "a",
                        handle -> handle.execute(
                                "UPDATE runs.run SET spec = cast(? AS jsonb) WHERE run_id = ?",
                                Json.write(run.spec().replaying(of.run().runId())),
                                run.runId()));
        return Assignment.of(postgres.as("extraction"), run.run());
    }

    private long stored(Assignment run) {
        return new Runs(postgres, "m").sum(run, "CASE outcome WHEN 'STORED' THEN calls END", "usage");
    }

    @ParameterizedTest
    @CsvSource({"extraction, facets.reply", "hierarchy, clusters.naming_reply", "privacy, clusters.audit_reply"})
    void erasingARunTakesItsRepliesUnlessAnotherRunUsesThemToo(String service, String table) {
        ReplyRows rows = rows(service, table, 1);
        Assignment erased = run("a");
        Assignment other = run("a");
        rows.of(erased, cashier).keep(call("its own", Subject.SEVERAL), REPLY);
        rows.of(erased, cashier).keep(call("shared", Subject.SEVERAL), REPLY);
        assertThat(rows.of(other, cashier).find(call("shared", Subject.SEVERAL)))
                .contains(REPLY);

        assertThat(rows.erase(erased.run())).isEqualTo(2);
        assertThat(rows.erase(erased.run())).isZero();

        assertThat(rows.usage(erased.run()).answers()).isZero();
        assertThat(rows.of(other, cashier).find(call("its own", Subject.SEVERAL)))
                .isEmpty();
        assertThat(rows.of(other, cashier).find(call("shared", Subject.SEVERAL)))
                .contains(REPLY);
    }

    @Test
    void erasingAnAccountTakesItsRepliesUnlessSomebodyElseSaidTheSame() {
        UUID account = UUID.randomUUID();
        ReplyRows rows = rows("extraction", "facets.reply", 1);
        Assignment run = run("a");
        rows.of(run, cashier).keep(call("its own", new Subject(UUID.randomUUID(), account)), REPLY);
        rows.of(run, cashier).keep(call("shared", new Subject(UUID.randomUUID(), account)), REPLY);
        rows.of(run, cashier).keep(call("shared", new Subject(UUID.randomUUID(), UUID.randomUUID())), REPLY);

        assertThat(erased(run, account)).isEqualTo(2);
        assertThat(erased(run, account)).isZero();

        assertThat(rows.of(run, cashier).find(call("its own", Subject.SEVERAL))).isEmpty();
        assertThat(rows.of(run, cashier).find(call("shared", Subject.SEVERAL))).contains(REPLY);
    }

    private long erased(Assignment run, UUID account) {
        return postgres.as("extraction")
                .inTenant("a", handle -> ReplyRows.eraseAccount(handle, "facets.reply", run.datasetId(), account));
    }

    @Test
    void whatIsKeptCannotBeReadInTheDatabaseNorUnderAnotherKey() {
        Assignment run = run("a");
        rows("extraction", "facets.reply", 1).of(run, cashier).keep(call("text", Subject.SEVERAL), REPLY);
        byte[] kept = postgres.as("extraction")
                .inTenant(
                        "a",
                        handle -> handle.createQuery("SELECT reply FROM facets.reply")
                                .mapTo(byte[].class)
                                .one());
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("CANARY", "rating");
        assertThat(rows("extraction", "facets.reply", 2).of(run, cashier).find(call("text", Subject.SEVERAL)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"set_byte(reply, 20, get_byte(reply, 20) # 1)", "substring(reply FOR 7)", "''"})
    void anAnswerThatIsDamagedIsNotStoredAndIsReplaced(String damaged) {
        Assignment run = run("a");
        ReplyStore store = rows("extraction", "facets.reply", 1).of(run, cashier);
        store.keep(call("damaged", Subject.SEVERAL), REPLY);
        postgres.execute("UPDATE facets.reply SET reply = " + damaged);
        store.keep(call("whole", Subject.SEVERAL), REPLY);

        assertThat(store.find(call("damaged", Subject.SEVERAL))).isEmpty();
        assertThat(store.find(call("whole", Subject.SEVERAL))).contains(REPLY);

        Reply another = new Reply("{}", Reply.Stop.END, 120, 1);
        store.keep(call("damaged", Subject.SEVERAL), another);
        store.keep(call("whole", Subject.SEVERAL), another);
        assertThat(store.find(call("damaged", Subject.SEVERAL))).contains(another);
        assertThat(store.find(call("whole", Subject.SEVERAL))).contains(REPLY);
    }

    @Test
    void noOtherServiceReadsThem() {
        Database gateway = postgres.as("gateway");
        for (String table : new String[] {"facets.reply", "clusters.naming_reply_use", "clusters.audit_reply"}) {
            assertThatThrownBy(() -> gateway.useTenant("a", handle -> handle.execute("SELECT count(*) FROM " + table)))
                    .hasMessageContaining("42501");
        }
        assertThatThrownBy(() -> postgres.as("privacy")
                        .useTenant("a", handle -> handle.execute("SELECT count(*) FROM facets.reply")))
                .hasMessageContaining("42501");
    }

    private ReplyRows rows(String service, String table, int key) {
        byte[] secret = new byte[32];
        secret[0] = (byte) key;
        return new ReplyRows(postgres.as(service), new DeploymentKey(secret), table);
    }

    private static Call call(String user, Subject subject) {
        return new Call(
                "openai ",
                Purpose.AUDIT,
                "m",
                "system",
                user,
                Schema.of(JsonObjectSchema.builder().build()),
                0.05,
                500,
                subject);
    }

    private Assignment run(String tenant) {
        return new Runs(postgres, "m").run(tenant, "");
    }
}
