package murmuration.gateway.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Holds docs/run-spec.md to the schema. */
class RunSpecPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|(.*)\\|$", Pattern.MULTILINE);
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    /** Bounds of 64 and more bits, and of ten digits after a sign, are said in words or as a power. */
    private static final double SAID_IN_DIGITS = 1e12;

    private final String page = page();
    private final SortedMap<String, JsonNode> fields = fields();
    private final SortedMap<String, List<String>> rows = rows();

    @Test
    void hasEveryFieldAndNoOther() {
        assertThat(rows.keySet()).isEqualTo(fields.keySet());
    }

    @Test
    void givesEachDefault() {
        fields.forEach((path, schema) -> {
            String cell = row(path).get(1);
            if (schema.has("default")) {
                assertThat(cell).as(path).startsWith("`" + shown(schema.path("default")) + "`");
            } else {
                assertThat(cell).as(path).doesNotContain("`");
            }
        });
    }

    @Test
    void saysWhichFieldsAreRequired() {
        List<String> required = new ArrayList<>();
        required("", SpecSchema.generate(), required);
        // the schema asks for screen.question only where there is a screen
        assertThat(rows.keySet().stream().filter(path -> row(path).get(1).equals("required")))
                .containsExactlyInAnyOrderElementsOf(required.stream()
                        .filter(path -> !path.equals("screen.question"))
                        .toList());
    }

    @Test
    void givesEachBoundAndWord() {
        fields.forEach((path, schema) -> {
            for (JsonNode part : schema.has("anyOf") ? schema.path("anyOf") : List.of(schema)) {
                for (String bound : List.of("minimum", "maximum", "maxLength", "maxItems")) {
                    if (part.path(bound).isNumber() && Math.abs(part.path(bound).doubleValue()) < SAID_IN_DIGITS) {
                        assertThat(row(path).get(2))
                                .as("%s: %s", path, bound)
                                .containsPattern("(?<!\\d|\\d,)"
                                        + String.format(
                                                Locale.ROOT,
                                                "%,d",
                                                part.path(bound).longValue())
                                        + "(?!\\d|,\\d)");
                    }
                }
                for (JsonNode word : part.path("enum")) {
                    if (word.isTextual()) {
                        assertThat(row(path).get(2)).as(path).contains("`" + word.asText() + "`");
                    }
                }
            }
        });
    }

    @Test
    void showsASpecThatIsTaken() throws IOException {
        Matcher example = EXAMPLE.matcher(page);
        assertThat(example.find()).isTrue();
        JsonNode spec = new YAMLMapper().readTree(example.group(1));
        SpecReading reading = new SpecReader(name -> Optional.of(new DatasetFacts("id", name, 2_000))).read(spec);
        assertThat(reading.faults()).isEmpty();
        // all fields are there but those that exclude others of the example, or leave nothing of it
        assertThat(fields.keySet().stream().filter(path -> !isIn(spec, path)))
                .containsExactly("minimums.profile", "screen.question");
    }

    private static boolean isIn(JsonNode spec, String path) {
        List<JsonNode> at = List.of(spec);
        for (String step : path.split("\\.")) {
            boolean list = step.endsWith("[]");
            String name = list ? step.substring(0, step.length() - 2) : step;
            at = at.stream()
                    .map(node -> node.path(name))
                    .flatMap(node -> list ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node))
                    .filter(node -> !node.isMissingNode())
                    .toList();
        }
        return !at.isEmpty();
    }

    private List<String> row(String path) {
        return rows.getOrDefault(path, List.of("", "", "", ""));
    }

    private SortedMap<String, List<String>> rows() {
        SortedMap<String, List<String>> found = new TreeMap<>();
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            found.put(
                    row.group(1),
                    Stream.of(row.group(2).split("\\|")).map(String::strip).toList());
        }
        return found;
    }

    private static String shown(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", ", "[", "]"))
                : value.asText();
    }

    /** Leaves by path; the objects of a list are a leaf, and have leaves. */
    private static SortedMap<String, JsonNode> fields() {
        SortedMap<String, JsonNode> found = new TreeMap<>();
        collect("", SpecSchema.generate(), found);
        return found;
    }

    private static void collect(String path, JsonNode schema, SortedMap<String, JsonNode> found) {
        schema.path("properties").properties().forEach(field -> {
            String at = path + field.getKey();
            JsonNode inner = field.getValue();
            if (inner.has("properties")) {
                collect(at + ".", inner, found);
            } else {
                found.put(at, inner);
                collect(at + "[].", inner.path("items"), found);
            }
        });
    }

    private static void required(String path, JsonNode schema, List<String> found) {
        schema.path("required").forEach(name -> found.add(path + name.asText()));
        schema.path("properties").properties().forEach(field -> {
            required(path + field.getKey() + ".", field.getValue(), found);
            required(path + field.getKey() + "[].", field.getValue().path("items"), found);
        });
    }

    private static String page() {
        try {
            return Files.readString(Path.of("../../docs/run-spec.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
