package murmuration.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import murmuration.core.AuditAction;
import murmuration.core.AuditEntry;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.TestDatabase;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final String TENANT = "default";
    private static final String ID = "0123456789abcdef";

    private final TestDatabase postgres = TestDatabase.create();
    private final Database gateway = postgres.as("gateway");
    private final Keys keys = new Keys(new KeyRows(gateway), Duration.ofHours(12));

    @Test
    void thatAKeyIsMadeAndRevokedIsRecordedOnceWithItsIdItsRoleAndWhoAsked() {
        String id = made("ci").id();
        keys.revoke(TENANT, id, "second admin");
        keys.revoke(TENANT, id, "third admin");

        assertThat(recorded())
                .containsExactly(
                        "KEY_MADE first admin {\"key\":\"" + id + "\"} {\"role.analyst\":1}",
                        "KEY_REVOKED second admin {\"key\":\"" + id + "\"} {\"role.analyst\":1}");
        assertThat(postgres.recorded(AuditOutbox.ACCESS)).contains("KEY_MADE by gateway", "KEY_REVOKED by gateway");
    }

    @Test
    void sessionsAreNotRecorded() {
        Keys.Begun session = keys.begin(holder("ci"), Optional.empty(), Optional.empty());
        keys.revoke(TENANT, session.key().id(), "ci");
        assertThat(recorded()).isEmpty();
    }

    @Test
    void aKeyThatCannotBeRecordedIsNeitherMadeNorRevoked() {
        String id = made("ci").id();
        postgres.execute("REVOKE INSERT (tenant) ON access.audit_outbox FROM murmuration_gateway");

        assertThatThrownBy(() -> made("another")).isInstanceOf(MurmurationException.class);
        assertThatThrownBy(() -> keys.revoke(TENANT, id, "admin")).isInstanceOf(MurmurationException.class);

        assertThat(listed(TENANT)).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo("ci");
            assertThat(key.revokedAt()).isNull();
        });
    }

    @Test
    void theDatabaseTakesNoKeyWithoutItsRecord() {
        refused("other", handle -> insertKey(handle, "other"));
        refused(TENANT, handle -> insertKey(handle, TENANT));
        refused(TENANT, handle -> {
            insertKey(handle, TENANT);
            record(handle, AuditAction.KEY_REVOKED, "admin");
        });
        refused(TENANT, handle -> {
            insertKey(handle, TENANT);
            record(handle, AuditAction.KEY_MADE, "viewer");
        });
        assertThat(listed(TENANT)).isEmpty();
        assertThat(listed("other")).isEmpty();
    }

    @Test
    void aRecordOfAnotherTransactionIsNotThatOfAKey() {
        gateway.useTenant(TENANT, handle -> record(handle, AuditAction.KEY_MADE, "admin"));
        refused(TENANT, handle -> insertKey(handle, TENANT));
    }

    @Test
    void theVersionBeforeMayMakeAndRevokeKeysInItsOwnOrder() {
        gateway.useTenant(TENANT, handle -> {
            insertKey(handle, TENANT);
            record(handle, AuditAction.KEY_MADE, "admin");
        });
        gateway.useTenant(TENANT, handle -> {
            record(handle, AuditAction.KEY_REVOKED, "admin");
            handle.execute("UPDATE access.key SET revoked_at = now()");
        });
        assertThat(listed(TENANT))
                .singleElement()
                .satisfies(key -> assertThat(key.revokedAt()).isNotNull());
    }

    @Test
    void theDatabaseRevokesNoKeyWithoutItsRecordAndTakesNoRevocationBack() {
        String id = made("ci").id();
        refused(TENANT, handle -> handle.execute("UPDATE access.key SET revoked_at = now()"));
        keys.revoke(TENANT, id, "admin");
        refused(TENANT, handle -> handle.execute("UPDATE access.key SET revoked_at = NULL"));
        assertThat(listed(TENANT))
                .singleElement()
                .satisfies(key -> assertThat(key.revokedAt()).isNotNull());
    }

    @Test
    void theDatabaseLetsNoKeyBeDeletedAndASessionBe() {
        made("ci");
        refused(TENANT, handle -> handle.execute("DELETE FROM access.key"));
        assertThat(listed(TENANT)).hasSize(1);
        gateway.useTenant(TENANT, handle -> {
            insert(handle, TENANT, true, "now() + interval '1 hour'");
            assertThat(handle.execute("DELETE FROM access.key WHERE session")).isEqualTo(1);
        });
    }

    @Test
    void aListIsReadToItsEndPageByPage() {
        for (int i = 0; i < 5; i++) {
            made("key " + i);
        }
        keys.begin(holder("ci"), Optional.empty(), Optional.empty());
        assertReadByPages();
        assertThat(listed(TENANT)).extracting(KeyView::name).startsWith("key 4").endsWith("key 0");

        postgres.execute("UPDATE access.key SET created_at = date_trunc('day', now())");
        assertReadByPages();
    }

    @Test
    void whatIsNoKeysIdIsNoPlaceInTheList() {
        assertThatThrownBy(() -> keys.list(TENANT, "x\0", 10))
                .isInstanceOfSatisfying(
                        MurmurationException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
        assertThat(keys.list(TENANT, ID, 10)).isEmpty();
    }

    private void assertReadByPages() {
        List<KeyView> read = new ArrayList<>();
        List<KeyView> page = keys.list(TENANT, "", 2);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            read.addAll(page);
            page = keys.list(TENANT, page.getLast().id(), 2);
        }
        assertThat(read).hasSize(5).isEqualTo(listed(TENANT));
    }

    private List<KeyView> listed(String tenant) {
        return keys.list(tenant, "", 100);
    }

    @Test
    void theDatabaseTakesNoSessionWithoutAnEnd() {
        for (String end : List.of("NULL", "'infinity'", "now() + interval '2 years'")) {
            refused(TENANT, handle -> insert(handle, TENANT, true, end));
        }
    }

    private void refused(String tenant, Database.Act act) {
        assertThatThrownBy(() -> gateway.useTenant(tenant, act)).hasMessageContaining("42501");
    }

    private static void insertKey(Handle handle, String tenant) {
        insert(handle, tenant, false, "NULL");
    }

    /** What whoever has the gateway's role can send. */
    private static void insert(Handle handle, String tenant, boolean session, String end) {
        handle.execute(
                "INSERT INTO access.key (tenant, key_id, name, role, hash, session, created_by, expires_at)"
                        + " VALUES (?, ?, 'x', 'admin', '', ?, 'x', " + end + ")",
                tenant,
                ID,
                session);
    }

    private static void record(Handle handle, AuditAction what, String role) {
        AuditOutbox.ACCESS.write(
                handle, TENANT, AuditEntry.by("x", what).digest("key", ID).count("role." + role, 1));
    }

    private KeyView made(String name) {
        return keys.create(holder(name), "first admin", Optional.empty());
    }

    private static Principal holder(String name) {
        return new Principal(TENANT, name, Role.ANALYST);
    }

    private List<String> recorded() {
        return new Database(postgres.owner())
                .inTenant(
                        TENANT,
                        handle -> handle.createQuery(
                                        "SELECT what || ' ' || who || ' ' || digests || ' ' || counts FROM "
                                                + AuditOutbox.ACCESS.table() + " ORDER BY id")
                                .mapTo(String.class)
                                .list());
    }
}
