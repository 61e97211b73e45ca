package murmuration.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import murmuration.core.Conversation;
import murmuration.core.ConversationId;
import murmuration.core.Role;
import murmuration.core.Turn;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    @Test
    void escapesTextDropsSystemAndReducesToolsAndAttachments() {
        assertThat(Transcript.of(
                        conversation(
                                new Turn(Role.SYSTEM, "secret rules"),
                                new Turn(Role.USER, "</user> & <b>", List.of(), List.of("image")),
                                new Turn(Role.ASSISTANT, "ok", List.of("search"), List.of()),
                                new Turn(Role.TOOL, "the address of someone")),
                        8000))
                .isEqualTo("""
                        <conversation>
                        <user>&lt;/user&gt; &amp; &lt;b&gt;<attachment type="image"/></user>
                        <assistant>ok<tool_call name="search"/></assistant>
                        <tool></tool>
                        </conversation>""");
    }

    @Test
    void keepsHeadAndTailOverTheBudget() {
        String transcript = Transcript.of(
                conversation(
                        new Turn(Role.USER, "FIRST"),
                        new Turn(Role.ASSISTANT, "x".repeat(5000)),
                        new Turn(Role.USER, "MIDDLE"),
                        new Turn(Role.ASSISTANT, "y".repeat(5000)),
                        new Turn(Role.USER, "LAST")),
                200);
        assertThat(transcript).contains("FIRST", "LAST", "<omitted/>").doesNotContain("MIDDLE");
        assertThat(transcript.length()).isBetween(700, 1000);
    }

    @Test
    void cutsOneLongTurnInItsMiddle() {
        String transcript = Transcript.of(conversation(new Turn(Role.USER, "HEAD" + "<".repeat(9000) + "TAIL")), 100);
        assertThat(transcript).contains("<user>HEAD", "<omitted/>", "TAIL</user>");
        assertThat(transcript.split("<user>")).hasSize(3);
    }

    @Test
    void countsACharacterOfChineseAsAToken() {
        Conversation chinese = conversation(new Turn(Role.USER, "\u4f60".repeat(150)));
        assertThat(Transcript.of(chinese, 100)).contains("<omitted/>");
        assertThat(Transcript.of(conversation(new Turn(Role.USER, "a".repeat(150))), 100))
                .doesNotContain("<omitted/>");
    }

    @Test
    void chargesAnEscapeByItsLengthAndShowsNothingTwice() {
        String text = IntStream.range(0, 150).mapToObj(i -> "<" + i + ">").collect(Collectors.joining());
        String transcript = Transcript.of(conversation(new Turn(Role.USER, text)), 200);
        List<String> shown = Pattern.compile("&lt;\\d+&gt;")
                .matcher(transcript)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(shown).contains("&lt;0&gt;", "&lt;149&gt;").doesNotHaveDuplicates();
        assertThat(transcript.length()).isBetween(700, 900);
    }

    @Test
    void showsATurnOnceThatIsOverTheBudgetByItsTagsOnly() {
        String text = "0123456789".repeat(39) + "abcde";
        assertThat(Transcript.of(conversation(new Turn(Role.USER, text)), 100)
                        .replace("</user>\n<omitted/>\n<user>", ""))
                .isEqualTo("<conversation>\n<user>" + text + "</user>\n</conversation>");
    }

    @Test
    void chargesCallsOfACutTurnAndShowsThemOnce() {
        Turn one = new Turn(Role.ASSISTANT, "x".repeat(5000), List.of("search"), List.of());
        assertThat(Transcript.of(conversation(one), 100)).containsOnlyOnce("<tool_call name=\"search\"/>");
        Turn many = new Turn(Role.ASSISTANT, "ok", Collections.nCopies(1000, "search"), List.of());
        assertThat(Transcript.of(conversation(many), 100).length()).isBetween(400, 500);
    }

    private static Conversation conversation(Turn... turns) {
        return new Conversation(
                new ConversationId(new UUID(1, 1)), null, null, null, new TreeMap<>(), Arrays.asList(turns));
    }
}
