package murmuration.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import murmuration.workflows.audit.AuditConfig;
import murmuration.workflows.runs.Retention;
import org.junit.jupiter.api.Test;

class WorkflowsConfigTest {
    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(WorkflowsConfig.class)
            .withMapping(TemporalConfig.class)
            .withMapping(AuditConfig.class)
            .withMapping(RetentionConfig.class)
            .withMapping(SafetyConfig.class)
            .build();

    @Test
    void everyDefaultOfTheAuditIsStated() {
        AuditConfig audit = config.getConfigMapping(AuditConfig.class);
        assertThat(audit.checkpoints()).isEmpty();
        assertThat(audit.key()).isEmpty();
        assertThat(audit.formerKeys()).isEmpty();
        assertThat(audit.every()).isEqualTo(Duration.ofSeconds(1));
        assertThat(audit.checkpointEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(audit.batch()).isEqualTo(500);
    }

    @Test
    void everythingIsHeldForEverByDefault() {
        RetentionConfig retention = config.getConfigMapping(RetentionConfig.class);
        assertThat(RetentionKeeper.limits(retention)).isEqualTo(new Retention.Limits(Map.of(), Optional.empty()));
        assertThat(retention.every()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void thereAreNoSafetyRunsByDefault() {
        assertThat(config.getConfigMapping(SafetyConfig.class).longest()).isEmpty();
    }

    @Test
    void everyDefaultIsStated() {
        WorkflowsConfig workflows = config.getConfigMapping(WorkflowsConfig.class);
        assertThat(workflows.payloadKey()).isEmpty();
        assertThat(workflows.formerPayloadKeys()).isEmpty();
        assertThat(workflows.activities()).isEmpty();
        assertThat(workflows.crashes()).isEqualTo(3);
        assertThat(workflows.attempts()).isEqualTo(Integer.MAX_VALUE);
        assertThat(workflows.poll()).isEqualTo(Duration.ofSeconds(1));
        assertThat(workflows.silence()).isEqualTo(Duration.ofMinutes(30));
        assertThat(workflows.firstDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(workflows.lastDelay()).isEqualTo(Duration.ofSeconds(30));
        assertThat(workflows.watchEvery()).isEqualTo(Duration.ofMillis(300));
        assertThat(workflows.grace()).isEqualTo(Duration.ofSeconds(10));

        TemporalConfig temporal = config.getConfigMapping(TemporalConfig.class);
        assertThat(temporal.address()).isEqualTo("127.0.0.1:7233");
        assertThat(temporal.namespace()).isEqualTo("default");
        assertThat(temporal.taskQueue()).isEqualTo("murmuration");
    }
}
