package murmuration.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {
    @Test
    void isSha256OverEachValueWithItsLength() {
        // computed with another library: 8 bytes of length, big-endian, then UTF-8; a number as 8 bytes
        assertThat(new Digest().add("café").add(7).hex())
                .isEqualTo("5cbb474712d9cbf580e632edf21b9b252e3d89da717b3ddce373351a6a89da49");
    }

    @Test
    void seedsAreTheSameOnEveryMachineAndDifferByPurpose() {
        assertThat(Digest.seed(7, "clusters")).isEqualTo(5298627757037236840L);
        assertThat(Digest.seed(7, "sample")).isNotEqualTo(Digest.seed(7, "clusters"));
        assertThat(Digest.seed(8, "clusters")).isNotEqualTo(Digest.seed(7, "clusters"));
    }

    @Test
    void noTwoSequencesAreOneStringOfBytes() {
        assertThat(new Digest().add("ab").add("c").hex())
                .isNotEqualTo(new Digest().add("a").add("bc").hex());
        assertThat(new Digest().add("").add("a").hex())
                .isNotEqualTo(new Digest().add("a").add("").hex());
    }

    @Test
    void vectorsCountBitByBit() {
        assertThat(new Digest().add(new float[] {0f}).hex())
                .isNotEqualTo(new Digest().add(new float[] {-0f}).hex());
    }

    @Test
    void beginsAnewOnceItIsRead() {
        Digest digest = new Digest().add("first");
        digest.hex();
        assertThat(digest.add("second").hex()).isEqualTo(Digest.of("second"));
    }
}
