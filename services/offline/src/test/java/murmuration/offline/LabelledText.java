package murmuration.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A message of a data set whose personal data are known.
 *
 * @param language a code of two letters
 * @param held whether it belongs to the half that the detectors were not improved on
 */
record LabelledText(String language, boolean held, String text, List<Span> spans) {
    /** A labelled value; offsets count UTF-16 units, the end is exclusive. */
    record Span(String type, int start, int end) {}

    /** All messages of a data set, one JSON object a line, compressed by gzip. */
    static List<LabelledText> read(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<LabelledText> all = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode conversation = json.readTree(line);
                JsonNode messages = conversation.path("messages");
                for (int i = 0; i < messages.size(); i++) {
                    all.add(message(
                            conversation, i, messages.path(i).path("content").asText()));
                }
            }
        }
        return all;
    }

    private static LabelledText message(JsonNode conversation, int message, String text) {
        List<Span> spans = new ArrayList<>();
        for (JsonNode span : conversation.at("/labels/pii_spans")) {
            if (span.path("message").asInt() == message) {
                // the data count code points
                int start = text.offsetByCodePoints(0, span.path("start").asInt());
                int end = text.offsetByCodePoints(0, span.path("end").asInt());
                spans.add(new Span(span.path("type").asText(), start, end));
            }
        }
        String language = conversation.path("language").asText();
        return new LabelledText(language, held(conversation, text, spans), text, List.copyOf(spans));
    }

    /** Where sentences were filled from templates whose number is known, a template is in one half as a whole; else by id. */
    private static boolean held(JsonNode conversation, String text, List<Span> spans) {
        String unit = conversation.path("id").asText();
        if (!conversation.at("/labels/template_id").isMissingNode()) {
            StringBuilder template = new StringBuilder(text);
            spans.stream()
                    .sorted(Comparator.comparingInt(Span::start).reversed())
                    .forEach(span -> template.replace(span.start(), span.end(), span.type()));
            unit = template.toString().toLowerCase(java.util.Locale.ROOT);
        }
        // the highest bit of a product: the hash of a number's last digit alternates as the data do
        return unit.hashCode() * 0x9E37_79B9 < 0;
    }

    /** How many letters and digits of a stretch lie in others. */
    static int covered(String text, int start, int end, List<int[]> others) {
        int covered = 0;
        for (int i = start; i < end; i++) {
            int at = i;
            if (Character.isLetterOrDigit(text.charAt(i))
                    && others.stream().anyMatch(other -> other[0] <= at && at < other[1])) {
                covered++;
            }
        }
        return covered;
    }

    /** How many letters and digits a stretch has. */
    static int size(String text, int start, int end) {
        return covered(text, start, end, List.of(new int[] {start, end}));
    }
}
