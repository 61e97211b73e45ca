package murmuration.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void wordsAreLowerCaseRunsOfLettersAndDigits() {
        assertThat(Words.tokenize("What’s the 401k, please? ÄRZTE e-mail"))
                .containsExactly("what's", "the", "401k", "please", "ärzte", "e", "mail");
    }

    @Test
    void chineseAndJapaneseBecomePairsOfCharacters() {
        assertThat(Words.tokenize("好餐馆 wifi")).containsExactly("好餐", "餐馆", "wifi");
    }

    @Test
    void inflectionsShareAStem() {
        assertThat(Words.stem("bookings")).isEqualTo(Words.stem("booking")).isEqualTo(Words.stem("book"));
        assertThat(Words.stem("餐馆")).isEqualTo("餐馆");
    }

    @Test
    void contentLeavesOutFunctionWordsAndStandIns() {
        assertThat(Words.contentStems("Users asked a name to change the name at a place in a number of ways"))
                .containsExactly(Words.stem("change"), Words.stem("name"), Words.stem("ways"));
    }
}
