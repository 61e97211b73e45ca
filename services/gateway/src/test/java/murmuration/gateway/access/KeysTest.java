package murmuration.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import murmuration.core.MurmurationException;
import murmuration.runtime.AuditOutbox;
import murmuration.runtime.Database;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final String TENANT = "default";

    private final TestDatabase postgres = TestDatabase.create();
    private final Keys keys = new Keys(new KeyRows(postgres.as("gateway")), Duration.ofHours(12));

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

        assertThat(keys.list(TENANT)).singleElement().satisfies(key -> {
            assertThat(key.name()).isEqualTo("ci");
            assertThat(key.revokedAt()).isNull();
        });
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
