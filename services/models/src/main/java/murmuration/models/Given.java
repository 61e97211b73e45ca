package murmuration.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;

/** The fields of a model's answer. What does not keep to its rule is named by field and rule, never quoted. */
record Given(JsonNode object) {
    /** A text, perhaps an empty one. */
    String text(String field, int longest) {
        JsonNode value = object.path(field);
        if (!value.isTextual()) {
            throw fault(field, "is a text");
        }
        return bounded(field, value.textValue(), longest);
    }

    /** A text that says something. */
    String said(String field, int longest) {
        String text = text(field, longest);
        if (text.isEmpty()) {
            throw fault(field, "is not empty");
        }
        return text;
    }

    /** A list of texts; one text stands for a list of one. */
    List<String> texts(String field, int longest) {
        JsonNode list = object.path(field);
        if (list.isTextual()) {
            return List.of(bounded(field, list.textValue(), longest));
        }
        if (!list.isArray()) {
            throw fault(field, "is a list of texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isTextual()) {
                throw fault(field, "is a list of texts");
            }
            texts.add(bounded(field, value.textValue(), longest));
        }
        return texts;
    }

    /** A number, also where it is written as a text. */
    double number(String field, double low, double high) {
        OptionalDouble number = number(object.path(field));
        if (number.isEmpty() || number.getAsDouble() < low || number.getAsDouble() > high) {
            throw fault(field, "is a number from " + plain(low) + " to " + plain(high));
        }
        return number.getAsDouble();
    }

    /** A whole number, also where it is written as a text. */
    int whole(String field, int low, int high) {
        double number = number(field, low, high);
        if (number != Math.rint(number)) {
            throw fault(field, "is a whole number");
        }
        return (int) number;
    }

    /** True or false, also as yes or no. */
    boolean flag(String field) {
        JsonNode value = object.path(field);
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return switch (value.isTextual() ? value.textValue().strip().toLowerCase(Locale.ROOT) : "") {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw fault(field, "is true or false");
        };
    }

    /** Says that a field does not keep to its rule. */
    static MurmurationException fault(String field, String rule) {
        return new MurmurationException(ErrorCode.MALFORMED_OUTPUT, "the field " + field + " " + rule);
    }

    /** A number without a fraction that says nothing. */
    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static String bounded(String field, String text, int longest) {
        String stripped = text.strip();
        if (stripped.length() > longest) {
            throw fault(field, "has at most " + longest + " characters");
        }
        return stripped;
    }

    private static OptionalDouble number(JsonNode value) {
        try {
            return value.isNumber()
                    ? OptionalDouble.of(value.doubleValue())
                    : value.isTextual()
                            ? OptionalDouble.of(Double.parseDouble(value.textValue()))
                            : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
