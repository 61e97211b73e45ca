package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private final TestDatabase database = TestDatabase.create();

    @Test
    void gatewayReadsNothingThatIsNotPublished() {
        for (String table : new String[] {"facets.value", "clusters.cluster", "runs.run", "facets.conversation"}) {
            assertThatThrownBy(() -> count("gateway", table)).hasMessageContaining("42501");
        }
        assertThat(count("gateway", "published.cluster")).isZero();
    }

    @Test
    void onlyPrivacyWritesWhatIsPublished() {
        for (String service :
                new String[] {"extraction", "embedding", "clustering", "hierarchy", "gateway", "workflows"}) {
            assertThatThrownBy(() -> database.as(service)
                            .useTenant("default", handle -> handle.execute("DELETE FROM published.cluster")))
                    .hasMessageContaining("42501");
        }
    }

    @Test
    void aTenantSeesOnlyItsOwnRows() {
        Database workflows = database.as("workflows");
        workflows.useTenant(
                "a",
                handle -> handle.execute("INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, state)"
                        + " VALUES ('a', gen_random_uuid(), 'n', 'u', 'auto', 'READY')"));
        assertThat(count("workflows", "runs.dataset")).isZero();
        assertThatThrownBy(() -> workflows.useTenant(
                        "b",
                        handle ->
                                handle.execute("INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, state)"
                                        + " VALUES ('a', gen_random_uuid(), 'n', 'u', 'auto', 'READY')")))
                .hasMessageContaining("42501");
    }

    @Test
    void twoJobsAtOnceAndOneOfAnOlderVersionLeaveADatabaseAsItIs() throws Exception {
        database.execute(
                "INSERT INTO public.flyway_schema_history SELECT max(installed_rank) + 1, '9999', 'newer', 'SQL',"
                        + " 'V9999__newer.sql', 1, 'owner', now(), 1, true FROM public.flyway_schema_history");
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> Migrations.apply(database.owner()));
        Migrations.apply(database.owner());
        other.join();
        assertThat(count("gateway", "published.cluster")).isZero();
    }

    @Test
    void theServerIsToldVerifiersOfPasswords() throws Exception {
        Migrate.givePasswords(database.owner(), Map.of("gateway", "one", "workflows", "two"));
        Migrate.givePasswords(database.owner(), Map.of("gateway", "three"));
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_authid WHERE rolname IN"
                        + " ('murmuration_gateway', 'murmuration_workflows') AND rolpassword LIKE 'SCRAM-SHA-256$%'")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(2);
        }
    }

    private int count(String service, String table) {
        return database.as(service)
                .inTenant(
                        "default",
                        handle -> handle.createQuery("SELECT count(*) FROM " + table)
                                .mapTo(Integer.class)
                                .one());
    }
}
