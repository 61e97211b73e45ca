package murmuration.standalone.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says things: fills a topic's phrases and puts them into a register. */
final class Speech {
    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");
    private static final double TYPOS = 0.08;

    private final JsonNode registers;
    private final Draw draw;

    Speech(JsonNode registers, Draw draw) {
        this.registers = registers;
        this.draw = draw;
    }

    /** A core of the topic with every slot filled. */
    String core(Topic.Phrases phrases) {
        return SLOT.matcher(draw.of(phrases.cores()))
                .replaceAll(slot -> Matcher.quoteReplacement(draw.of(phrases.slot(slot.group(1)))));
    }

    /** The core as somebody would ask for it. */
    String request(String language, String core) {
        JsonNode spoken = registers.path(language);
        List<String> kinds = new ArrayList<>();
        spoken.fieldNames().forEachRemaining(kinds::add);
        kinds.removeAll(List.of("greeting", "close", "reply"));
        String text = said(spoken.path(draw.of(kinds)), core);
        return draw.chance(TYPOS) ? typo(text) : text;
    }

    /** A later turn: of the topic, or of any conversation. */
    String later(String language, Topic.Phrases phrases) {
        if (!phrases.then().isEmpty() && draw.chance(0.65)) {
            return draw.of(phrases.then());
        }
        return draw.of(Topic.strings(registers.path(language).path("close")));
    }

    /** What the assistant answers. */
    String reply(String language, String core) {
        return said(registers.path(language).path("reply"), core);
    }

    String greeting() {
        return draw.of(Topic.strings(registers.path("en").path("greeting")));
    }

    private String said(JsonNode patterns, String core) {
        String text = draw.of(Topic.strings(patterns)).replace("{core}", core);
        return text.substring(0, 1).toUpperCase(Locale.ROOT).equals(text.substring(0, 1)) || draw.chance(0.5)
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Two neighboring letters change places. */
    private String typo(String text) {
        int at = 1 + draw.below(Math.max(1, text.length() - 3));
        if (!Character.isLetter(text.charAt(at)) || !Character.isLetter(text.charAt(at + 1))) {
            return text;
        }
        return text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
    }
}
