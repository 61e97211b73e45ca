package murmuration.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeploymentKeyTest {
    private static final DeploymentKey KEY = DeploymentKey.ofHex("01".repeat(32));

    @Test
    void aPseudonymCannotBeComputedWithoutTheKey() {
        UUID ours = KEY.pseudonym("default", "account", "u-1");
        assertThat(KEY.pseudonym("default", "account", "u-1")).isEqualTo(ours);
        assertThat(DeploymentKey.ofHex("02".repeat(32)).pseudonym("default", "account", "u-1"))
                .isNotEqualTo(ours);
    }

    @Test
    void pseudonymsOfTenantsAndPurposesHaveNothingInCommon() {
        UUID ours = KEY.pseudonym("default", "account", "u-1");
        assertThat(KEY.pseudonym("other", "account", "u-1")).isNotEqualTo(ours);
        assertThat(KEY.pseudonym("default", "conversation", "u-1")).isNotEqualTo(ours);
        assertThat(KEY.pseudonym("default", "accountu", "-1")).isNotEqualTo(ours);
    }

    @Test
    void printsOnlyItsId() {
        assertThat(KEY.toString()).isEqualTo("DeploymentKey " + KEY.id()).doesNotContain("0101");
    }
}
