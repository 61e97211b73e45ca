package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import murmuration.runtime.Json;

/** What a sample holds that may be found nowhere else, and where it is found. */
final class Canaries {
    /** What ends a part of a sentence, and each character that an escape may stand for. */
    private static final Pattern ENDS = Pattern.compile("[.!?:;,\"'\\\\\\n]+");

    private static final int LEAST_LENGTH = 20;

    private Canaries() {}

    /** These canary tokens, personal data and ids, as they stand in the source. */
    static Set<String> planted(Path sample, List<String> tokens) throws IOException {
        Set<String> planted = new TreeSet<>(tokens);
        planted.addAll(ids(sample));
        planted.addAll(
                List.of("orla venn", "venn@example.org", "tamsin", "falkenrath", "de89370400440532013000", "larkspur"));
        return planted;
    }

    /** Ids of accounts and conversations, with quotes so that none is a part of another. */
    static Set<String> ids(Path sample) throws IOException {
        Set<String> ids = new TreeSet<>();
        for (String line : Files.readAllLines(sample)) {
            JsonNode conversation = Json.read(line, JsonNode.class);
            ids.add(conversation.path("account_id").asText() + "\"");
            ids.add("\"" + conversation.path("conversation_id").asText() + "\"");
        }
        return ids;
    }

    /** What was said in every conversation, by anybody: sentences and parts of them, but for the short ones. */
    static Set<String> sentences(Path sample) throws IOException {
        Set<String> sentences = new TreeSet<>();
        for (String line : Files.readAllLines(sample)) {
            for (JsonNode message : Json.read(line, JsonNode.class).path("messages")) {
                for (JsonNode part : message.path("content")) {
                    ENDS.splitAsStream(part.path("text").asText())
                            .map(String::strip)
                            .filter(sentence -> sentence.length() >= LEAST_LENGTH && sentence.contains(" "))
                            .forEach(sentences::add);
                }
            }
        }
        return sentences;
    }

    /** Those of them that stand in a text, in any case. */
    static List<String> found(Set<String> strings, String text) {
        String folded = text.toLowerCase(Locale.ROOT);
        return strings.stream()
                .filter(one -> folded.contains(one.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Fails where one of them stands in a place, or a place is empty. @param places name → everything that stands there */
    static void assertNowhere(Set<String> strings, Map<String, String> places) {
        places.forEach((place, text) -> {
            assertThat(text).as(place + " is not empty").isNotBlank();
            assertThat(found(strings, text)).as("found in " + place).isEmpty();
        });
    }
}
