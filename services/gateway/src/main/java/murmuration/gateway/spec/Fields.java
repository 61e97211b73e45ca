package murmuration.gateway.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a document. Each is asked for once; every fault is collected instead of thrown, and
 * {@link #close()} adds one for each field that nobody asked for. Not thread-safe.
 */
public final class Fields implements AutoCloseable {
    /** The greatest whole number that every reader of JSON holds exactly, and RFC 8785 knows. */
    static final long MOST = (1L << 53) - 1;

    private static final Predicate<String> SHOWN =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,39}").asMatchPredicate();

    private final JsonNode object;
    private final String pointer;
    private final List<Fault> faults;
    private final Set<String> known = new LinkedHashSet<>();

    /** The fields of a whole document. */
    public Fields(JsonNode document, List<Fault> faults) {
        this(document, "", faults);
    }

    private Fields(JsonNode object, String pointer, List<Fault> faults) {
        this.pointer = pointer;
        this.faults = faults;
        if (object.isObject()) {
            this.object = object;
        } else {
            this.object = JsonNodeFactory.instance.objectNode();
            if (!object.isMissingNode() && !object.isNull()) {
                fault("is a map of fields");
            }
        }
    }

    /** Bounds of a number, both inclusive. */
    public record Range(double low, double high) {}

    /** Says that something is wrong with this object. */
    public void fault(String detail) {
        faults.add(new Fault(pointer, detail));
    }

    /** Says that something is wrong with a field. */
    public void fault(String name, String detail) {
        faults.add(new Fault(at(name), detail));
    }

    /** Whether the field is there at all. */
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** The field as it is; what is inside is for the caller to judge. */
    public JsonNode node(String name) {
        known.add(name);
        return object.path(name);
    }

    /** The fields of an object inside this one; close them. */
    public Fields inside(String name) {
        known.add(name);
        return new Fields(object.path(name), at(name), faults);
    }

    /** The objects of a list; close each. */
    public List<Fields> each(String name, int most) {
        List<Fields> all = new ArrayList<>();
        JsonNode list = list(name, most);
        for (int i = 0; i < list.size(); i++) {
            all.add(new Fields(list.get(i), at(name) + "/" + i, faults));
        }
        return all;
    }

    /** A text of 1 to {@code longest} characters without control characters; null where it is absent or wrong. */
    public @Nullable String text(String name, int longest) {
        known.add(name);
        if (!has(name)) {
            return null;
        }
        JsonNode value = object.path(name);
        String text = value.isTextual() ? value.asText().strip() : "";
        if (text.isEmpty() || text.length() > longest || !isOneLine(text)) {
            fault(name, "is a text of 1 to " + longest + " characters on one line");
            return null;
        }
        return text;
    }

    /** Without control characters and without halves of pairs, which no store takes. */
    private static boolean isOneLine(String text) {
        return text.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** One of these words; {@code otherwise} where it is absent or wrong. */
    public String word(String name, List<String> offered, String otherwise) {
        known.add(name);
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = object.path(name);
        if (value.isTextual() && offered.contains(value.asText())) {
            return value.asText();
        }
        fault(name, "is " + Near.listed(offered) + Near.suggestion(value.asText(), offered));
        return otherwise;
    }

    /** A whole number; null where it is absent, wrong, or one of the words that stand for none. */
    public @Nullable Integer whole(String name, Range range, String... words) {
        known.add(name);
        if (!has(name)) {
            return null;
        }
        JsonNode value = object.path(name);
        // a YAML reader may have taken off for false
        String word = value.isBoolean() && !value.booleanValue() ? "off" : value.asText();
        if (!value.isNumber() && List.of(words).contains(word)) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || outside(value, range)) {
            String or = words.length == 0 ? "" : ", or " + String.join(" or ", words);
            fault(
                    name,
                    "is a whole number from %,d to %,d%s%s"
                            .formatted((long) range.low(), (long) range.high(), or, but(value)));
            return null;
        }
        return value.intValue();
    }

    /** Any number; null where it is absent or wrong. */
    public @Nullable Double number(String name, Range range) {
        known.add(name);
        if (!has(name)) {
            return null;
        }
        JsonNode value = object.path(name);
        if (!value.isNumber() || outside(value, range)) {
            fault(name, "is a number from %s to %s%s".formatted(plain(range.low()), plain(range.high()), but(value)));
            return null;
        }
        return value.doubleValue();
    }

    /** A whole number that JSON holds; {@code otherwise} where it is absent or wrong. */
    public long longNumber(String name, long otherwise) {
        known.add(name);
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = object.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < -MOST
                || value.longValue() > MOST) {
            fault(name, "is a whole number from -%d to %d".formatted(MOST, MOST));
            return otherwise;
        }
        return value.longValue();
    }

    /** True or false; {@code otherwise} where it is absent or wrong. */
    public boolean flag(String name, boolean otherwise) {
        known.add(name);
        if (!has(name)) {
            return otherwise;
        }
        if (!object.path(name).isBoolean()) {
            fault(name, "is true or false");
            return otherwise;
        }
        return object.path(name).booleanValue();
    }

    /** Texts that keep to a rule, in order; what does not is a fault and is left out. */
    public List<String> texts(String name, int most, Predicate<String> rule, String says) {
        List<String> kept = new ArrayList<>();
        JsonNode list = list(name, most);
        for (int i = 0; i < list.size(); i++) {
            JsonNode value = list.get(i);
            if (!value.isTextual() || !rule.test(value.asText())) {
                faults.add(new Fault(at(name) + "/" + i, says));
            } else if (kept.contains(value.asText())) {
                faults.add(new Fault(at(name) + "/" + i, "stands there twice"));
            } else {
                kept.add(value.asText());
            }
        }
        return kept;
    }

    /** Adds a fault for every field that nobody asked for. */
    @Override
    public void close() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(name, "is no field here" + Near.suggestion(name, known) + "; there are " + Near.listed(known));
            }
        });
    }

    private JsonNode list(String name, int most) {
        known.add(name);
        JsonNode list = object.path(name);
        if (!has(name)) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (!list.isArray() || list.size() > most) {
            fault(name, "is a list of at most " + most);
            return JsonNodeFactory.instance.arrayNode();
        }
        return list;
    }

    /** What is no word of a program is not said back: it may be somebody's words that came to stand as a name. */
    private String at(String name) {
        return pointer + "/" + (SHOWN.test(name) ? name : "…");
    }

    private static boolean outside(JsonNode value, Range range) {
        return value.doubleValue() < range.low() || value.doubleValue() > range.high();
    }

    private static String but(JsonNode value) {
        return value.isNumber() ? ", not " + value.asText() : "";
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
