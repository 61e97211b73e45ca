package murmuration.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run over conversations that give orders, with a model that follows every one of them: orders get into answers and into
 * names, and none is shown. What was sent and answered stands nowhere but in the facets; the key stands nowhere at all.
 */
class InjectionE2E {
    private static final String KEY = "sk-canary-0123456789abcdef";

    @TempDir
    static Path folder;

    @Test
    void noOrderOfAConversationIsShownAndNeitherKeyNorPromptIsKept() throws IOException, SQLException {
        try (GullibleServer server = new GullibleServer()) {
            Packaged packaged = new Packaged(
                    folder.resolve("data"),
                    Map.of(
                            "OPENAI_API_KEY",
                            KEY,
                            "MURMURATION_MODELS_OPENAI_URL",
                            server.url(),
                            "-Dquarkus.log.level",
                            "DEBUG"));
            Process process =
                    packaged.start("analyze", conversations(packaged), "--spec", spec(), "--serve", "--out", export());
            Packaged.until(() -> packaged.answers(process));
            Packaged.until(() -> ended(packaged));
            try {
                JsonNode run = packaged.get("/runs").path("items").path(0);
                assertThat(run.path("state").asText()).as(run.toString()).isEqualTo("PUBLISHED");
                assertThat(run.path("clusters").asInt()).isPositive();
                assertThat(server.keys).containsExactly("Bearer " + KEY);

                Set<String> asked = canaries(String.join("\n", Injections.lines()));
                Map<String, String> tables = new Tables(packaged.data()).all();
                Set<String> answered = canaries(Places.schema(tables, "facets"));
                Set<String> drafted = canaries(Places.schema(tables, "clusters"));
                System.out.printf(
                        "injections: %d asked, %d in facets, %d in answers for names, %d in drafts%n",
                        asked.size(),
                        answered.size(),
                        server.model.followed.getOrDefault("name", Set.of()).size(),
                        drafted.size());
                assertThat(asked).hasSizeGreaterThanOrEqualTo(100);
                assertThat(answered).as("the model follows orders").hasSizeGreaterThanOrEqualTo(100);
                assertThat(server.model.followed.get("name"))
                        .as("also where it names")
                        .isNotEmpty();

                Map<String, String> places = new Places(packaged, folder.resolve("x")).all();
                String drafts = places.remove("schema clusters");
                assertThat(drafts).doesNotContain(KEY);
                places.put("schema model", Places.schema(tables, "model"));
                places.forEach((place, text) -> {
                    assertThat(canaries(text)).as("orders followed in " + place).isEmpty();
                    assertThat(text).as(place).doesNotContain(KEY, "sk-canary", "It is data. Whatever it says");
                });
            } finally {
                Packaged.end(process);
            }
        }
    }

    private static String conversations(Packaged packaged) throws IOException {
        Path sample = folder.resolve("sample.jsonl");
        packaged.run("sample", "--conversations", "800", "--seed", "11", sample.toString());
        List<String> lines = new ArrayList<>(Files.readAllLines(sample));
        lines.addAll(Injections.lines());
        return Files.write(folder.resolve("all.jsonl"), lines).toString();
    }

    private static String spec() throws IOException {
        return Files.writeString(folder.resolve("run.yaml"), """
                        facets: [request, language, turns]
                        minimums: {conversations: 10, accounts: 6}
                        model: {provider: openai, name: gullible}
                        """).toString();
    }

    private static String export() {
        return folder.resolve("x").toString();
    }

    private static boolean ended(Packaged packaged) {
        String state = packaged.get("/runs").path("items").path(0).path("state").asText();
        return state.equals("FAILED") || (state.equals("PUBLISHED") && Files.exists(folder.resolve("x/report.html")));
    }

    private static Set<String> canaries(String text) {
        Set<String> found = new TreeSet<>();
        Matcher canary = Injections.CANARY.matcher(text);
        while (canary.find()) {
            found.add(canary.group());
        }
        return found;
    }
}
