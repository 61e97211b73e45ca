package murmuration.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What cannot exist wrong, and what is stored and so never changes its meaning. */
class VocabularyTest {
    private static final RunKey RUN = new RunKey("default", "r");

    @Test
    void storedNumbersOfEndStatesKeepTheirMeaning() {
        assertThat(EndState.values())
                .extracting(EndState::name)
                .containsExactly(
                        "OK",
                        "NOT_SAMPLED",
                        "CAPPED",
                        "EXCLUDED",
                        "SCREENED_OUT",
                        "UNANSWERED",
                        "REFUSED",
                        "UNPARSEABLE",
                        "TOO_LONG",
                        "PROVIDER_ERROR",
                        "QUARANTINED",
                        "ERASED");
        assertThat(EndState.values())
                .allSatisfy(state -> assertThat(EndState.of(state.number())).isSameAs(state));
    }

    @Test
    void onlyLimitsOutagesAndTheUnforeseenAreTriedAgain() {
        assertThat(ErrorCode.values())
                .filteredOn(ErrorCode::retryable)
                .containsExactly(
                        ErrorCode.RATE_LIMITED,
                        ErrorCode.OVERLOADED,
                        ErrorCode.UNAVAILABLE,
                        ErrorCode.STORAGE_FULL,
                        ErrorCode.INTERNAL);
    }

    @Test
    void keysNameSomething() {
        assertInvalid(() -> new RunKey(" ", "r"));
        assertInvalid(() -> new RunKey("default", ""));
        assertInvalid(() -> new BatchKey(RUN, -1, 0, 1));
        assertInvalid(() -> new BatchKey(RUN, 0, -1, 1));
        assertInvalid(() -> new BatchKey(RUN, 0, 0, 0));
        assertInvalid(() -> new Level(-1));
    }

    @Test
    void aConversationHasATurnAndKeepsWhatItWasMadeWith() {
        ConversationId id = new ConversationId(new UUID(0, 1));
        TreeMap<String, List<String>> metadata = new TreeMap<>(Map.of("metadata.a", List.of("x")));
        Conversation conversation =
                new Conversation(id, null, null, null, metadata, List.of(new Turn(Role.USER, "hello")));
        metadata.clear();
        assertThat(conversation.metadata()).containsOnlyKeys("metadata.a");
        assertInvalid(() -> new Conversation(id, null, null, null, new TreeMap<>(), List.of()));
    }

    @Test
    void rowsOfAMatrixAreCopies() {
        Matrix matrix = new Matrix(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        matrix.row(1)[0] = 9;
        assertThat(matrix.rows()).containsExactly(new float[] {1, 2, 3}, new float[] {4, 5, 6});
        assertInvalid(() -> new Matrix(new float[5], 2, 3));
    }

    @Test
    void aBrokenRuleIsWrittenTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThatThrownBy(() -> MurmurationException.require(false, "at most %.1f", 0.5))
                    .hasMessage("at most 0.5");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static void assertInvalid(ThrowingCallable made) {
        assertThatThrownBy(made)
                .isInstanceOfSatisfying(
                        MurmurationException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_INPUT));
    }
}
