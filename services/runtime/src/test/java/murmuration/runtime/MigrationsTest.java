package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private int count(String service, String table) {
        return database.as(service)
                .inTenant(
                        "default",
                        handle -> handle.createQuery("SELECT count(*) FROM " + table)
                                .mapTo(Integer.class)
                                .one());
    }
}
