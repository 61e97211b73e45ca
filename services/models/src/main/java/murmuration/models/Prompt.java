package murmuration.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import murmuration.core.MurmurationException;
import murmuration.core.Purpose;

/**
 * How a purpose is put to a model: a resource with a version, which grows with each change of a word.
 *
 * @param system what holds for every question of a run
 * @param user what belongs to this question
 */
record Prompt(int version, double temperature, int maxTokens, String system, String user) {
    private static final Pattern FORM = Pattern.compile(
            "version: (\\d+)\ntemperature: ([\\d.]+)\nmaxTokens: (\\d+)\n\n\\[system]\n(.*)\n\\[user]\n(.*)",
            Pattern.DOTALL);

    /** The prompt of this purpose. */
    static Prompt of(Purpose purpose) {
        String name = purpose.name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream in = Objects.requireNonNull(Prompt.class.getResourceAsStream(name), name)) {
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Prompt parse(String name, String text) {
        Matcher form = FORM.matcher(text);
        MurmurationException.require(form.matches(), "the prompt %s has not the form of one", name);
        return new Prompt(
                Integer.parseInt(form.group(1)),
                Double.parseDouble(form.group(2)),
                Integer.parseInt(form.group(3)),
                form.group(4).strip(),
                form.group(5).strip());
    }

    /** The text with its places filled in one pass: what is filled in is not looked through again. */
    static String filled(String text, Map<String, String> parts) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int place = text.indexOf("{{"); place >= 0; place = text.indexOf("{{", from)) {
            int end = text.indexOf("}}", place);
            String name = text.substring(place + 2, end);
            filled.append(text, from, place)
                    .append(Objects.requireNonNull(parts.get(name), "nothing stands for " + name));
            from = end + 2;
        }
        return filled.append(text, from, text.length()).toString();
    }
}
