package murmuration.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import murmuration.core.RunSpec;
import murmuration.models.KnownVectors;
import murmuration.runtime.Assignment;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorRowsTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final float[] VECTOR = {0.6f, -0.8f, Float.MIN_VALUE};
    private static final float[] OTHER = {0.8f, 0.6f, 0};

    private final VectorRows rows = new VectorRows(DATABASE.as("embedding"), key(1));

    @Test
    void aVectorIsFoundAgainBitByBitByEveryRunOfTheSameModel() {
        known("small").keep(Map.of("bits", VECTOR, "more", OTHER));

        assertThat(known("small").find(List.of("bits", "unknown"))).containsOnlyKeys("bits");
        assertThat(known("small").find(List.of("bits")).get("bits")).containsExactly(VECTOR);
        assertThat(known("large").find(List.of("bits"))).isEmpty();
        assertThat(rows.of(run(new RunSpec.Embedding("openai", "small", null, 2)))
                        .find(List.of("bits")))
                .isEmpty();
        assertThat(rows.of(run(new RunSpec.Embedding("openai", "small", "http://localhost:1/v1", null)))
                        .find(List.of("bits")))
                .isEmpty();
    }

    @Test
    void whatWasKeptFirstStands() {
        known("small").keep(Map.of("stands", VECTOR));

        assertThat(known("small").keep(Map.of("stands", OTHER)).get("stands")).containsExactly(VECTOR);
    }

    @Test
    void erasingARunTakesItsVectorsUnlessAnotherRunUsesThemToo() {
        Assignment erased = run(new RunSpec.Embedding("openai", "small"));
        Assignment other = run(new RunSpec.Embedding("openai", "small"));
        rows.of(erased).keep(Map.of("its own", VECTOR, "shared", VECTOR));
        rows.of(other).find(List.of("shared"));

        assertThat(rows.erase(erased.run())).isEqualTo(2);
        assertThat(rows.erase(erased.run())).isZero();

        assertThat(rows.of(other).find(List.of("its own", "shared"))).containsOnlyKeys("shared");
    }

    @Test
    void whatIsKeptCannotBeReadInTheDatabaseNorUnderAnotherKey() {
        Assignment run = run(new RunSpec.Embedding("openai", "sealed"));
        rows.of(run).keep(Map.of("CANARY", VECTOR));
        String stored = DATABASE.as("embedding")
                .inTenant(
                        "default",
                        handle -> handle.createQuery(
                                        "SELECT string_agg(s::text, '') FROM vectors.stored s WHERE model = 'sealed'")
                                .mapTo(String.class)
                                .one());

        // 0.6 as it stands in memory
        assertThat(stored)
                .doesNotContain("CANARY")
                .doesNotContain(HexFormat.of().formatHex(new byte[] {(byte) 0x9a, (byte) 0x99, 0x19, 0x3f}));
        assertThat(new VectorRows(DATABASE.as("embedding"), key(2)).of(run).find(List.of("CANARY")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"set_byte(vector, 14, get_byte(vector, 14) # 1)", "substring(vector FOR 7)", "''"})
    void oneThatIsDamagedIsNotThereAndIsReplaced(String damaged) {
        String model = "damaged " + damaged.length();
        known(model).keep(Map.of("damaged", VECTOR));
        DATABASE.execute("UPDATE vectors.stored SET vector = " + damaged + " WHERE model = '" + model + "'");
        known(model).keep(Map.of("whole", OTHER));

        assertThat(known(model).find(List.of("damaged", "whole"))).containsOnlyKeys("whole");

        Map<String, float[]> kept = known(model).keep(Map.of("damaged", OTHER, "whole", VECTOR));
        assertThat(kept.get("damaged")).containsExactly(OTHER);
        assertThat(kept.get("whole")).containsExactly(OTHER);
    }

    @Test
    void noOtherServiceReadsThem() {
        for (String service : List.of("gateway", "extraction", "hierarchy", "privacy", "clustering", "workflows")) {
            assertThatThrownBy(() -> DATABASE.as(service)
                            .useTenant("default", handle -> handle.execute("SELECT count(*) FROM vectors.stored")))
                    .hasMessageContaining("42501");
        }
    }

    private KnownVectors known(String model) {
        return rows.of(run(new RunSpec.Embedding("openai", model)));
    }

    private static Assignment run(RunSpec.Embedding embedding) {
        return Assignment.of(DATABASE.as("embedding"), new TestRun(DATABASE, embedding).key);
    }

    private static DeploymentKey key(int first) {
        byte[] secret = new byte[32];
        secret[0] = (byte) first;
        return new DeploymentKey(secret);
    }
}
