package murmuration.standalone.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import murmuration.runtime.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
    @TempDir
    static Path folder;

    private static final List<JsonNode> CONVERSATIONS = new ArrayList<>();
    private static String bytes = "";

    @BeforeAll
    static void write() throws IOException {
        bytes = written("a", 7);
        bytes.lines().forEach(line -> CONVERSATIONS.add(Json.read(line, JsonNode.class)));
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        assertThat(written("b", 7)).isEqualTo(bytes);
        assertThat(written("c", 8)).isNotEqualTo(bytes);
    }

    @Test
    void holdsWhatWasAskedFor() {
        assertThat(CONVERSATIONS).hasSize(2000);
        assertThat(CONVERSATIONS)
                .allSatisfy(conversation ->
                        assertThat(conversation.path("messages").size()).isBetween(1, 8));
        assertThat(CONVERSATIONS.stream().map(c -> c.path("conversation_id").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void twentyFourTopicsHaveEnoughAccountsAndFourHaveTooFew() {
        Map<String, TreeSet<String>> accounts = new TreeMap<>();
        Map<String, Integer> sizes = new TreeMap<>();
        for (JsonNode conversation : CONVERSATIONS) {
            String topic = conversation.at("/labels/topic").asText();
            accounts.computeIfAbsent(topic, t -> new TreeSet<>())
                    .add(conversation.path("account_id").asText());
            sizes.merge(topic, 1, Integer::sum);
        }
        assertThat(accounts).hasSize(28);
        assertThat(accounts.values().stream().filter(of -> of.size() <= 5)).hasSize(4);
        assertThat(accounts.entrySet().stream().filter(of -> of.getValue().size() > 5))
                .hasSize(24)
                .allSatisfy(of -> {
                    assertThat(of.getValue()).as(of.getKey()).hasSizeGreaterThanOrEqualTo(20);
                    assertThat(sizes.get(of.getKey())).as(of.getKey()).isGreaterThanOrEqualTo(35);
                });
    }

    @Test
    void oneTopicRisesAndOneDies() {
        assertThat(late("write_tests")).isGreaterThan(0.75);
        assertThat(late("social_post")).isLessThan(0.25);
        assertThat(late("write_email")).isBetween(0.35, 0.65);
    }

    @Test
    void everyCanaryStandsInTextIdAndMetadata() {
        List<String> canaries = Sample.canaries(2000, 7);
        assertThat(canaries).hasSize(61).doesNotHaveDuplicates();
        assertThat(canaries).allSatisfy(canary -> {
            int at = bytes.indexOf(canary);
            int next = bytes.indexOf(canary, at + 1);
            assertThat(bytes.indexOf(canary, next + 1)).isPositive();
        });
    }

    private static double late(String topic) {
        List<JsonNode> of = CONVERSATIONS.stream()
                .filter(conversation ->
                        conversation.at("/labels/topic").asText().equals(topic))
                .toList();
        return of.stream()
                        .filter(c -> c.path("started_at").asText().compareTo("2025-09-29") >= 0)
                        .count()
                / (double) of.size();
    }

    private static String written(String name, long seed) throws IOException {
        Path file = folder.resolve(name);
        Sample.write(2000, seed, file);
        return Files.readString(file);
    }
}
