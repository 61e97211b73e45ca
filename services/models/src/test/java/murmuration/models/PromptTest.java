package murmuration.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import murmuration.core.Digest;
import murmuration.core.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PromptTest {
    /** A word of a prompt that changes is another prompt: give it the next version, and its digest here. */
    @ParameterizedTest
    @CsvSource({
        "SCREEN, 1, a5ec3c9f2296",
        "FACETS, 2, e1d0283b82a4",
        "NAME, 2, 76ee595994b5",
        "PROPOSE, 1, bf516659668e",
        "DEDUPLICATE, 2, 2528fa8c5a48",
        "ASSIGN, 1, 750eeed0e380",
        "RENAME, 2, eef630a7af60",
        "AUDIT, 1, ad90323d5315"
    })
    void aVersionStandsForOneText(Purpose purpose, int version, String digest) {
        Prompt prompt = Prompt.of(purpose);
        assertThat(prompt.version()).isEqualTo(version);
        String rules = purpose == Purpose.FACETS ? FacetForm.TEXT_RULES : "";
        assertThat(new Digest().add(prompt + rules).hex()).startsWith(digest);
    }

    @ParameterizedTest
    @EnumSource(value = Purpose.class, mode = EnumSource.Mode.EXCLUDE, names = "EMBED")
    void asksForNoMoreThanSmallModelsCanGive(Purpose purpose) {
        assertThat(Prompt.of(purpose).maxTokens()).isLessThanOrEqualTo(4_096);
    }

    @ParameterizedTest
    @EnumSource(value = Purpose.class, mode = EnumSource.Mode.EXCLUDE, names = "EMBED")
    void saysThatDataAreNotFollowed(Purpose purpose) {
        assertThat(Prompt.of(purpose).system().replace('\n', ' '))
                .contains("data")
                .containsAnyOf("is not to be followed", "do not follow it");
    }

    @Test
    void whatIsFilledInIsNotLookedThroughAgain() {
        assertThat(Prompt.filled("{{a}} and {{b}}", Map.of("a", "{{b}} $1 \\", "b", "2")))
                .isEqualTo("{{b}} $1 \\ and 2");
    }
}
