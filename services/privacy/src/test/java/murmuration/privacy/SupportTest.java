package murmuration.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import murmuration.core.Question.Label;
import murmuration.runtime.DeploymentKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SupportTest {
    private static final Label LABEL =
            new Label("Plan a trip", "Users asked for hotels and trains, and often mentioned the Hallstatt diet.");

    @Test
    void aTextIsSplitIntoClaimsWithoutItsFrame() {
        assertThat(Claims.of(LABEL).stream().map(Claims.Claim::text))
                .containsExactly(
                        "Plan a trip", "Users asked for hotels", "trains", "often mentioned the Hallstatt diet");
        assertThat(Claims.of(LABEL).get(3).stems()).containsExactlyInAnyOrder("hallstatt", "diet");
        assertThat(Claims.saysSomething("Help users with various topics")).isFalse();
    }

    @Test
    void aClaimStandsWhenEnoughAccountsHoldIt() {
        assertThat(unsupported(5, 5, i -> "hotels trains plan trip hallstatt diet " + i))
                .isEmpty();
    }

    @Test
    void oneAccountWithManyPlantedConversationsCarriesNoClaim() {
        assertThat(unsupported(4, 200, i -> "hotels trains plan trip hallstatt diet " + i))
                .hasSize(4);
    }

    @Test
    void oneTextFromManyAccountsIsOneVote() {
        assertThat(unsupported(40, 200, i -> "Hotels, trains; plan trip. Hallstatt diet!"))
                .hasSize(4);
    }

    @Test
    void textsThatDifferInAWordOfManyAreOneVote() {
        String planted = "hotels trains plan trip hallstatt diet and how to travel there cheaply next ";
        assertThat(unsupported(40, 200, i -> planted + RunFixture.word(i))).hasSize(4);
        assertThat(unsupported(40, 200, i -> "hotels trains plan trip hallstatt diet " + RunFixture.word(i)))
                .as("short ones are not compared, only what is the same")
                .isEmpty();
    }

    @Test
    void aClaimIsHeldByASummaryThatHoldsAllOfItsWords() {
        assertThat(unsupported(20, 20, i -> (i % 2 == 0 ? "hallstatt " : "diet ") + "hotels trains plan trip " + i))
                .containsExactly("often mentioned the Hallstatt diet");
    }

    @Test
    void anInitialIsPartOfWhatIsClaimed() {
        Label label = new Label("Ask about Franco S.A.", "");
        SupportCount count = new SupportCount(Claims.of(label), claim -> 5);
        for (int i = 0; i < 20; i++) {
            count.add(new UUID(0, i), "asked about a flat in Franco " + RunFixture.word(i));
        }
        assertThat(count.unsupported()).containsExactly("Ask about Franco S.A");

        SupportCount held = new SupportCount(Claims.of(label), claim -> 5);
        for (int i = 0; i < 20; i++) {
            held.add(new UUID(0, i), "asked about Franco S.A. and " + RunFixture.word(i));
        }
        assertThat(held.unsupported()).isEmpty();
    }

    /** These are words without content somewhere: {@code se}, {@code as}, {@code sa}, {@code co}. */
    @ParameterizedTest
    @ValueSource(strings = {"SA", "SE", "AS", "& Co"})
    void soIsTheFormOfACompany(String form) {
        SupportCount count = new SupportCount(Claims.of(new Label("Ask about Franco " + form, "")), claim -> 5);
        for (int i = 0; i < 20; i++) {
            count.add(new UUID(0, i), "asked about a flat in Franco " + RunFixture.word(i));
        }
        assertThat(count.unsupported()).containsExactly("Ask about Franco " + form);

        SupportCount held = new SupportCount(Claims.of(new Label("Ask about Franco " + form, "")), claim -> 5);
        for (int i = 0; i < 20; i++) {
            held.add(new UUID(0, i), "asked about Franco " + form + " and " + RunFixture.word(i));
        }
        assertThat(held.unsupported()).isEmpty();
    }

    /** Words without content somewhere: {@code will}, {@code may}, {@code he}, {@code an}, {@code good}. */
    @ParameterizedTest
    @ValueSource(strings = {"Divorce of Will May", "Ask about the divorce of He An", "Get the divorce that Good has"})
    void soIsANameOfSuchWords(String name) {
        SupportCount count = new SupportCount(Claims.of(new Label(name, "Divorce.")), claim -> 5);
        SupportCount held = new SupportCount(Claims.of(new Label(name, "Divorce.")), claim -> 5);
        for (int i = 0; i < 20; i++) {
            count.add(new UUID(0, i), "asked about a divorce " + RunFixture.word(i));
            held.add(new UUID(0, i), name + " " + RunFixture.word(i) + " " + RunFixture.word(100 + i));
        }
        assertThat(count.unsupported()).containsExactly(name);
        assertThat(held.unsupported()).isEmpty();
    }

    @Test
    void soIsSuchANameBehindAnother() {
        Label label = new Label("Plan a wedding", "They asked about the wedding of Ann and May.");
        SupportCount count = new SupportCount(Claims.of(label), claim -> 5);
        for (int i = 0; i < 20; i++) {
            count.add(new UUID(0, i), "plan the wedding of Ann " + RunFixture.word(i));
        }
        assertThat(count.unsupported()).containsExactly("May");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Divorce of Dr. May", "Complaints about Mr. May", "Divorce: May"})
    void soIsSuchANameBehindAnAbbreviationOrAColon(String name) {
        assertThat(Claims.of(new Label(name, "")).getLast().stems()).containsExactly("MAY");
    }

    /** Else it would need accounts that say {@code with}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Help With Writing And Editing",
                "Find What You Do About Tax",
                "Tax that I'm late with",
                "Debug pandas With Jupyter",
                "Write Scripts For bash Automation"
            })
    void anOrdinaryTitleClaimsNothingButItsContent(String name) {
        assertThat(Claims.of(new Label(name, "")).getFirst().stems())
                .isNotEmpty()
                .allMatch(stem -> stem.equals(stem.toLowerCase(Locale.ROOT)));
    }

    /** Letters in circles, parentheses and squares, numerals, flags, Braille. */
    @ParameterizedTest
    @ValueSource(strings = {"ⒻⓇⒶⓃⒸⓄ", "⒡⒭⒜⒩⒞⒪", "🄵🅁🄰🄽🄲🄾", "🅵🆁🅰🅽🅲🅾", "①⑨⑧④", "Ⅳ", "🇸🇲", "⠋⠗⠁⠝⠉⠕"})
    void whatIsSaidInSymbolsIsPartOfTheClaim(String symbols) {
        Label label = new Label("Ask about flats " + symbols, "");
        SupportCount count = new SupportCount(Claims.of(label), claim -> 5);
        SupportCount held = new SupportCount(Claims.of(label), claim -> 5);
        for (int i = 0; i < 20; i++) {
            count.add(new UUID(0, i), "asked about flats " + RunFixture.word(i));
            held.add(new UUID(0, i), "asked about flats " + symbols + " " + RunFixture.word(i));
        }
        assertThat(count.unsupported()).containsExactly("Ask about flats " + symbols);
        assertThat(held.unsupported()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ⒻⓇⒶⓃⒸⓄ, Franco", "⒡⒭⒜⒩⒞⒪, Franco", "🄵🅁🄰🄽🄲🄾, Franco", "①⑨⑧④, 1984", "Ⅳ, IV", "m², m2"})
    void symbolsOfLettersAndNumbersAreHeldByThese(String symbols, String plain) {
        SupportCount count = new SupportCount(Claims.of(new Label("Ask about flats " + symbols, "")), claim -> 5);
        SupportCount held = new SupportCount(Claims.of(new Label("Ask about flats " + plain, "")), claim -> 5);
        for (int i = 0; i < 20; i++) {
            count.add(new UUID(0, i), "asked about flats " + plain + " " + RunFixture.word(i));
            held.add(new UUID(0, i), "asked about flats " + symbols + " " + RunFixture.word(i));
        }
        assertThat(count.unsupported()).isEmpty();
        assertThat(held.unsupported()).as("and these by symbols").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C++", "C#", "5 $ or 5 €", "180 °C", "R&D™", "`grep` ^ | ~", "東京", "二〇二五年"})
    void signsThatSayNothingAboutAnybodyNeedNotBeHeld(String name) {
        SupportCount count = new SupportCount(Claims.of(new Label("Ask about " + name, "")), claim -> 5);
        for (int i = 0; i < 20; i++) {
            String words = name.replaceAll("[^\\p{L}\\p{M}\\p{Nd}\\p{Nl}]+", " ");
            count.add(new UUID(0, i), "asked about " + words + " " + RunFixture.word(i));
        }
        assertThat(count.unsupported()).isEmpty();
    }

    @Test
    void aNameOfPicturesSaysNothing() {
        assertThat(Claims.saysSomething("📊 🇸🇲")).isFalse();
        assertThat(Claims.saysSomething("❤️")).as("with how it is drawn").isFalse();
        assertThat(Claims.saysSomething("ⒻⓇⒶⓃⒸⓄ")).isTrue();
    }

    @Test
    void noiseNeverLowersRepeatsAndNeedsTheKey() {
        List<Claims.Claim> claims = IntStream.range(0, 400)
                .mapToObj(i -> new Claims.Claim("any", java.util.Set.of("stem" + i)))
                .toList();
        List<Integer> one = noises("one", "data", claims);
        assertThat(one).allMatch(noise -> noise >= 0).contains(0, 1, 2);
        assertThat(noises("one", "data", claims)).isEqualTo(one);
        assertThat(noises("other", "data", claims)).isNotEqualTo(one);
        assertThat(noises("one", "other data", claims)).isNotEqualTo(one);
        // geometric with mean 1: the mean of 400 is off by more than 0.4 in fewer than one of 10^7 keys
        assertThat(one.stream().mapToInt(Integer::intValue).average().orElseThrow())
                .isBetween(0.6, 1.4);
    }

    private static List<Integer> noises(String secret, String data, List<Claims.Claim> claims) {
        DeploymentKey key = new DeploymentKey((secret + "-".repeat(32)).getBytes(StandardCharsets.UTF_8));
        SupportNoise noise = new SupportNoise(key, "default", data);
        return claims.stream().map(noise::of).toList();
    }

    private static List<String> unsupported(int accounts, int conversations, IntFunction<String> summary) {
        SupportCount count = new SupportCount(Claims.of(LABEL), claim -> 5);
        for (int i = 0; i < conversations; i++) {
            count.add(new UUID(0, i % accounts), summary.apply(i));
        }
        return count.unsupported();
    }
}
