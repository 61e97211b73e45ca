package murmuration.extraction.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import murmuration.core.Role;
import murmuration.core.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void readsOurOwnRecord() throws IOException {
        Draft draft = only("canonical", """
                {"conversation_id":"c-1","account_id":"a-9","started_at":"2025-01-02T03:04:05Z",
                "ended_at":"2025-01-02T03:09:00Z","model":"m","language":null,"metadata":{"product":"web","plan":"x"},
                "messages":[{"role":"user","at":"2025-01-02T03:04:05Z","content":[{"type":"text","text":"hi"}]},
                {"role":"assistant","content":[{"type":"text","text":"one"},{"type":"text","text":"two"},
                {"type":"tool_call","name":"search"}]}]}""");

        assertThat(draft.id()).contains("c-1");
        assertThat(draft.account()).contains("a-9");
        assertThat(draft.startedAt()).isEqualTo(Instant.parse("2025-01-02T03:04:05Z"));
        assertThat(draft.endedAt()).isEqualTo(Instant.parse("2025-01-02T03:09:00Z"));
        assertThat(draft.metadata()).containsOnly(Map.entry("metadata.product", List.of("web")));
        assertThat(draft.turns())
                .containsExactly(
                        new Turn(Role.USER, "hi"), new Turn(Role.ASSISTANT, "one\ntwo", List.of("search"), List.of()));
    }

    @Test
    void readsEvaluationDataWithItsLabels() throws IOException {
        Draft draft = only("shared", """
                {"id":"s-1","account_id":"a","account_kind":"synthetic","created_at":"2023-04-26T19:58:01Z",
                "messages":[{"role":"user","content":"hi","author_id":"b"},
                {"role":"assistant","content":"","tool_calls":[{"name":"find","arguments":"{\\"x\\":1}"}]},
                {"role":"tool","name":"find","content":"found"}],
                "labels":{"domains":["a","b","a"],"secret":"no"},"source":"x"}""");

        assertThat(draft.id()).contains("s-1");
        assertThat(draft.startedAt()).isEqualTo(Instant.parse("2023-04-26T19:58:01Z"));
        assertThat(draft.metadata()).containsOnly(Map.entry("labels.domains", List.of("a", "b")));
        assertThat(draft.turns().get(1)).isEqualTo(new Turn(Role.ASSISTANT, "", List.of("find"), List.of()));
        assertThat(draft.turns().get(2).role()).isEqualTo(Role.TOOL);
    }

    @Test
    void readsOpenAiMessagesWithPartsAndCalls() throws IOException {
        Draft draft = only("openai", """
                {"user":"u-7","messages":[{"role":"system","content":"be kind"},{"role":"user","content":[
                {"type":"text","text":"hi"},{"type":"image_url","image_url":{"url":"http://x"}}]},
                {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
                "function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_1","content":"r"}]}""");

        assertThat(draft.id()).isEmpty();
        assertThat(draft.account()).contains("u-7");
        assertThat(draft.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, "be kind"),
                        new Turn(Role.USER, "hi", List.of(), List.of("image")),
                        new Turn(Role.ASSISTANT, "", List.of("f"), List.of()),
                        new Turn(Role.TOOL, "r"));
    }

    @Test
    void takesTheAccountFromTheFirstConfiguredField() throws IOException {
        assertThat(only("openai", """
                {"metadata":{"user_id":"second"},"messages":[{"role":"user","content":"hi"}]}""").account()).contains("second");
        assertThat(only("openai", """
                {"metadata":{"user_id":"second"},"user":"first","messages":[{"role":"user","content":"hi"}]}""").account()).contains("first");
    }

    @Test
    void aPartWithoutARefusalKeepsItsText() throws IOException {
        Draft draft = only("openai", """
                {"messages":[{"role":"assistant","content":[{"type":"text","text":"hi","refusal":null}]}]}""");

        assertThat(draft.turns()).containsExactly(new Turn(Role.ASSISTANT, "hi"));
    }

    @Test
    void ourOwnRecordWithoutAnIdKeepsAccountAndTimes() throws IOException {
        Draft draft = only("openai", """
                {"account_id":"a-9","started_at":"2025-01-02T03:04:05Z","ended_at":"2025-01-02T03:09:00Z",
                "labels":{"domains":["a"]},"messages":[{"role":"user","content":"hi"}]}""");

        assertThat(draft.account()).contains("a-9");
        assertThat(draft.startedAt()).isEqualTo(Instant.parse("2025-01-02T03:04:05Z"));
        assertThat(draft.endedAt()).isEqualTo(Instant.parse("2025-01-02T03:09:00Z"));
        assertThat(draft.metadata()).containsOnly(Map.entry("labels.domains", List.of("a")));
    }

    @Test
    void ourOwnRecordsLoseNothingBehindAnother() throws IOException {
        String own = "{\"conversation_id\":\"c-1\",\"id\":\"x\",\"account_id\":\"a-9\","
                + "\"started_at\":\"2025-01-02T03:04:05Z\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        for (String first : List.of(
                "{\"type\":\"header\",\"messages\":120}",
                "{\"type\":\"header\",\"conversations\":120}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                Sample.record("s-1", "hi"))) {
            Draft draft = Sample.drafts(folder, first + "\n" + own).getLast();
            assertThat(draft.id()).as(first).contains("c-1");
            assertThat(draft.account()).as(first).contains("a-9");
            assertThat(draft.startedAt()).as(first).isEqualTo(Instant.parse("2025-01-02T03:04:05Z"));
        }
    }

    @Test
    void noRecordLosesAFieldBehindOneOfAnotherFormat() throws IOException {
        String said = "[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String evaluation = "{\"id\":\"s-1\",\"created_at\":\"2025-01-02T03:04:05Z\",\"messages\":" + said;
        for (String first :
                List.of("{\"conversation_id\":\"c-1\",\"messages\":" + said, "{\"messages\":" + said, evaluation)) {
            Draft draft = Sample.drafts(folder, first + "\n" + evaluation).getLast();
            assertThat(draft.id()).as(first).contains("s-1");
            assertThat(draft.startedAt()).as(first).isEqualTo(Instant.parse("2025-01-02T03:04:05Z"));
        }

        Draft row = Sample.drafts(
                        folder,
                        "{\"conversation_id\":\"l\",\"conversation\":" + said
                                + "\n{\"conversation_hash\":\"h\",\"hashed_ip\":\"ip\","
                                + "\"timestamp\":\"2023-04-09T00:01:00Z\",\"conversation\":" + said)
                .getLast();
        assertThat(row.id()).contains("h");
        assertThat(row.account()).contains("ip");
        assertThat(row.startedAt()).isEqualTo(Instant.parse("2023-04-09T00:01:00Z"));
    }

    @Test
    void ourOwnIdAndBeginningGoBeforeOthersWhereverTheyStand() throws IOException {
        String own = "\"conversation_id\":\"c-1\",\"started_at\":\"2025-01-02T03:04:05Z\",";
        String other = "\"id\":\"x\",\"created_at\":\"2024-01-02T03:04:05Z\",";
        for (String fields : List.of(own + other, other + own)) {
            Draft draft = only("canonical", "{" + fields + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
            assertThat(draft.id()).as(fields).contains("c-1");
            assertThat(draft.startedAt()).as(fields).isEqualTo(Instant.parse("2025-01-02T03:04:05Z"));
        }
    }

    @Test
    void whatSomebodyElseCallsCreatedSpoilsNothingButWhereItIsTheBeginning() throws IOException {
        String said =
                "\"created_at\":\"Mon Jan 2 15:04:05 2025\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        assertThat(only("canonical", "{\"conversation_id\":\"c\"," + said).fault())
                .isEmpty();
        assertThat(only("openai", "{" + said).fault()).isEmpty();
        assertThat(Sample.drafts(folder, "{\"id\":\"s\"," + said).getLast().fault())
                .contains(Rule.MALFORMED_TIME);
    }

    @Test
    void readsShareGpt() throws IOException {
        Draft draft = only("sharegpt", """
                {"id":"x","conversations":[{"from":"system","value":"s"},{"from":"human","value":"q"},
                {"from":"gpt","value":"a"},{"from":"function_call","value":"{\\"name\\":\\"f\\",\\"who\\":\\"me\\"}"},
                {"from":"observation","value":"o"}]}""");

        assertThat(draft.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, "s"),
                        new Turn(Role.USER, "q"),
                        new Turn(Role.ASSISTANT, "a"),
                        new Turn(Role.ASSISTANT, "", List.of("tool"), List.of()),
                        new Turn(Role.TOOL, "o"));
    }

    @Test
    void readsWildChatWithTheAccountOfItsUserTurns() throws IOException {
        Draft draft = only("wildchat", """
                {"conversation_hash":"h","model":"gpt-4-0314","timestamp":"2023-04-09T00:01:00Z","turn":1,
                "language":"English","toxic":false,"state":"Texas","country":"United States",
                "openai_moderation":[{}],"conversation":[{"role":"user","content":"hi","hashed_ip":"ip","header":{},
                "turn_identifier":1,"timestamp":null,"country":"x"},{"role":"assistant","content":"ho",
                "timestamp":"2023-04-09T00:02:00Z"}]}""");

        assertThat(draft.id()).contains("h");
        assertThat(draft.account()).contains("ip");
        assertThat(draft.startedAt()).isEqualTo(Instant.parse("2023-04-09T00:01:00Z"));
        assertThat(draft.metadata()).isEmpty();
        assertThat(draft.turns()).containsExactly(new Turn(Role.USER, "hi"), new Turn(Role.ASSISTANT, "ho"));
    }

    @Test
    void readsLmsysWithoutAccount() throws IOException {
        Draft draft = only("lmsys", """
                {"conversation_id":"l","model":"vicuna-13b","conversation":[{"role":"user","content":"hi"},
                {"role":"assistant","content":"ho"}],"turn":1,"language":"English",
                "openai_moderation":[{"categories":{},"flagged":false}],"redacted":false}""");

        assertThat(draft.id()).contains("l");
        assertThat(draft.account()).isEmpty();
        assertThat(draft.turns()).hasSize(2);
    }

    @Test
    void aForcedFormatIsNotGuessed() throws IOException {
        byte[] record = Sample.record("x", "hi").getBytes(StandardCharsets.UTF_8);
        assertThat(Sample.drafts(folder, record, Sample.reading("shared"))).hasSize(1);
        assertThat(Sample.told(Sample.drafts(folder, record, Sample.reading("lmsys"))))
                .containsExactly("no list of messages");
    }

    @Test
    void whatTheDatabaseCannotHoldBecomesAReplacementCharacter() throws IOException {
        assertThat(Sample.told(Sample.drafts(folder, Sample.record("x", "a\\u0000b\\ud800c\\ud83d\\ude00"))))
                .containsExactly("a\uFFFDb\uFFFDc\uD83D\uDE00");
    }

    @Test
    void readsTimesAsSourcesWriteThem() {
        Instant at = Instant.parse("2025-05-01T10:00:00Z");
        for (String text : List.of(
                "2025-05-01T10:00:00Z",
                "2025-05-01T12:00:00+02:00",
                "2025-05-01 10:00:00.000000",
                "2025-05-01 10:00:00+00:00",
                "1746093600",
                "1746093600000",
                "1746093600.0")) {
            assertThat(Times.parse(text)).as(text).contains(at);
        }
        assertThat(Times.parse("2025-05-01")).contains(Instant.parse("2025-05-01T00:00:00Z"));
        assertThat(Times.parse("last Tuesday")).isEmpty();
        assertThat(Times.parse("2025-13-41T10:00:00Z")).isEmpty();
        assertThat(Times.parse("9025-01-01T10:00:00Z")).isEmpty();
        assertThat(Times.isNone("0001-01-01T00:00:00Z")).isTrue();
    }

    private Draft only(String format, String json) throws IOException {
        String line = json.replace("\n", " ");
        Reading reading = Sample.reading(Reading.AUTO, "metadata.product", "labels.domains");
        Path file = Files.writeString(folder.resolve(UUID.randomUUID().toString()), line);
        try (Source source = Source.open(SourceFile.of(file), reading)) {
            assertThat(source.format()).isEqualTo(format);
        }
        List<Draft> drafts = Sample.drafts(folder, line.getBytes(StandardCharsets.UTF_8), reading);
        assertThat(drafts).hasSize(1);
        assertThat(drafts.getFirst().fault()).isEmpty();
        return drafts.getFirst();
    }
}
