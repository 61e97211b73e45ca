package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    /** Migrations from before anybody had a version to upgrade from. */
    private static final int LAST_BEFORE_RULE = 11;

    /** What may take a table, a column or a right away, or refuse what was accepted. */
    private static final Pattern TAKES = Pattern.compile(
            "\\b(DROP \\w+|RENAME|REVOKE)\\b|SET NOT NULL|ALTER COLUMN \\S+ TYPE"
                    + "|ADD COLUMN [^,;]*(NOT NULL(?! DEFAULT)|CHECK|UNIQUE|REFERENCES)"
                    + "|\\bADD (CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN|EXCLUDE)\\b|CREATE UNIQUE INDEX"
                    + "|CREATE (OR REPLACE )?(CONSTRAINT )?TRIGGER \\w+|AS RESTRICTIVE",
            Pattern.CASE_INSENSITIVE);

    /** What does so and takes nothing from the version before → why. */
    private static final Map<String, String> HARMLESS = Map.of(
            "V12 CREATE UNIQUE INDEX", "of a table that it makes",
            "V12 REVOKE", "of a function that it makes",
            "V14 CREATE TRIGGER audit_stands", "of a table that it makes",
            "V20 CREATE TRIGGER is_no_safety_run", "there were no safety runs",
            "V23 CREATE CONSTRAINT TRIGGER made_is_told", "the record was written in the same transaction",
            "V23 CREATE CONSTRAINT TRIGGER revoked_is_told", "the record was written in the same transaction",
            "V23 CREATE TRIGGER stays_revoked", "what was revoked was not revoked again",
            "V23 CREATE TRIGGER session_ends", "sessions had an end, of more than a year where it was set so only",
            "V23 CREATE TRIGGER stays", "sessions were deleted and no keys");

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
    void whatSafetyRunsShowIsPrivacysAloneAndNeverPublished() throws Exception {
        for (String table : new String[] {"safety.cluster", "safety.member"}) {
            for (String right : new String[] {"SELECT", "INSERT", "DELETE"}) {
                assertThat(rights(table, right)).as(table + " " + right).containsExactly("privacy");
            }
            assertThat(rights(table, "UPDATE")).isEmpty();
        }
        assertThat(services("has_schema_privilege(rolname, 'safety', 'USAGE')"))
                .containsExactly("privacy", "workflows");
        assertThat(rights("safety.run", "SELECT")).containsExactly("privacy", "workflows");
        assertThat(rights("safety.run", "DELETE")).isEmpty();
        assertThat(columnRights("safety.run", "asked_by", "INSERT")).containsExactly("workflows");
        assertThat(columnRights("safety.run", "approved_by", "UPDATE")).containsExactly("workflows");
        for (String column : new String[] {"approved_by", "approved_at", "asked_at", "gone_at"}) {
            assertThat(columnRights("safety.run", column, "INSERT")).as(column).isEmpty();
        }
        for (String column : new String[] {"tenant", "run_id", "asked_by", "reason", "asked_at"}) {
            assertThat(columnRights("safety.run", column, "UPDATE")).as(column).isEmpty();
        }
    }

    @Test
    void theDatabaseTakesNoSafetyRunThatOnePersonApprovesOrThatNeverEndsAndPublishesNone() {
        database.execute("""
                INSERT INTO runs.dataset (tenant, dataset_id, name, uri, format, state)
                VALUES ('default', '00000000-0000-7000-8000-000000000001', 'n', 'u', 'auto', 'READY');
                INSERT INTO runs.run (tenant, run_id, dataset_id, name, spec, spec_digest, state)
                VALUES ('default', '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 'n', '{}',
                        '', 'RUNNING');
                INSERT INTO safety.run (tenant, run_id, asked_by, reason, expires_at)
                VALUES ('default', '00000000-0000-7000-8000-000000000002', 'asker', 'case 7', now() + interval '1 day')""");
        for (String change : new String[] {
            "approved_by = 'asker', approved_at = now()",
            "approved_by = '', approved_at = now()",
            "approved_by = 'another'",
            "asked_by = ''",
            "reason = ''",
            "expires_at = asked_at + interval '91 days'"
        }) {
            assertThatThrownBy(() -> database.execute("UPDATE safety.run SET " + change))
                    .as(change)
                    .hasMessageContaining("violates check constraint");
        }
        for (String row : new String[] {
            "run (tenant, run_id, name, dataset_id, result_digest, manifest, coverage, notes) SELECT tenant, run_id, 'n',"
                    + " '00000000-0000-7000-8000-000000000001', '', '{}', '{}', '[]'",
            "cluster (tenant, run_id, cluster_id, level, name, description, conversations, accounts_band, share, rating,"
                    + " rated_by, x, y) SELECT tenant, run_id, 'c', 0, 'n', 'd', 1, '1', 1, 5, '', 0, 0",
            "cell (tenant, run_id, cluster_id, facet, variable, value, ordinal, conversations, accounts_band)"
                    + " SELECT tenant, run_id, '', 'f', 'value', 'v', 0, 1, '1'"
        }) {
            assertThatThrownBy(() -> database.execute("INSERT INTO published." + row + " FROM safety.run"))
                    .as(row)
                    .hasMessageContaining("a safety run is not published");
        }
    }

    @Test
    void theAuditChainIsAddedToByTheSequencersRoleAloneAndChangedByNone() throws Exception {
        assertThat(rights("runs.audit", "INSERT")).containsExactly("workflows");
        assertThat(rights("runs.audit", "SELECT")).containsExactly("workflows");
        for (String right : new String[] {"UPDATE", "DELETE", "TRUNCATE"}) {
            assertThat(rights("runs.audit", right)).as(right).isEmpty();
        }
        database.execute("INSERT INTO runs.audit VALUES ('default', 1, now(), '', '', '', NULL, NULL, '', '', '')");
        for (String change :
                new String[] {"UPDATE runs.audit SET who = ''", "DELETE FROM runs.audit", "TRUNCATE runs.audit"}) {
            assertThatThrownBy(() -> database.execute(change)).hasMessageContaining("neither changed nor deleted");
        }
    }

    @Test
    void servicesInsertIntoTheirAuditOutboxAndTheSequencerTakes() throws Exception {
        Map<String, String[]> writers = Map.of(
                "facets", new String[] {"extraction"},
                "vectors", new String[] {"embedding"},
                "clusters", new String[] {"clustering", "hierarchy", "privacy"},
                "published", new String[] {"privacy"},
                "runs", new String[] {"workflows"},
                "access", new String[] {"gateway"},
                "safety", new String[] {"privacy", "workflows"});
        for (Map.Entry<String, String[]> writer : writers.entrySet()) {
            String outbox = writer.getKey() + ".audit_outbox";
            assertThat(columnRights(outbox, "who", "INSERT")).containsExactlyInAnyOrder(writer.getValue());
            // the database alone says when, and who wrote it
            assertThat(columnRights(outbox, "at", "INSERT")).isEmpty();
            assertThat(columnRights(outbox, "process", "INSERT")).isEmpty();
            assertThat(rights(outbox, "SELECT")).containsExactly("workflows");
            assertThat(rights(outbox, "DELETE")).containsExactly("workflows");
            assertThat(rights(outbox, "UPDATE")).isEmpty();
            assertThat(rights(outbox, "TRUNCATE")).isEmpty();
        }
    }

    /** The services whose roles have a right to a table. */
    private List<String> rights(String table, String right) throws Exception {
        return services("has_table_privilege(rolname, '%s', '%s')".formatted(table, right));
    }

    private List<String> columnRights(String table, String column, String right) throws Exception {
        return services("has_column_privilege(rolname, '%s', '%s', '%s')".formatted(table, column, right));
    }

    private List<String> services(String having) throws Exception {
        List<String> services = new ArrayList<>();
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT replace(rolname, 'murmuration_', '') FROM pg_roles"
                        + " WHERE rolname LIKE 'murmuration%' AND " + having + " ORDER BY 1")) {
            while (rows.next()) {
                services.add(rows.getString(1));
            }
        }
        return services;
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

    /** Processes of the version before go on working while, and after, a database is migrated. */
    @Test
    void aMigrationTakesNothingAwayThatTheVersionBeforeReadsOrWrites() throws Exception {
        Set<String> taken = new TreeSet<>();
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/db/murmuration"))) {
            for (Path script :
                    scripts.filter(each -> number(each) > LAST_BEFORE_RULE).toList()) {
                TAKES.matcher(Files.readString(script))
                        .results()
                        .forEach(match -> taken.add("V" + number(script) + " " + match.group()));
            }
        }
        assertThat(taken).containsExactlyInAnyOrderElementsOf(HARMLESS.keySet());
    }

    private static int number(Path script) {
        String name = script.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
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
