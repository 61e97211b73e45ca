package murmuration.extraction;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import murmuration.core.Facet;

/** What of a model's answer is one to the facet: nothing outside of a closed domain or a range gets further. */
final class Answers {
    private Answers() {}

    static List<String> accepted(Facet facet, List<String> values) {
        List<String> given = values.stream()
                .map(value -> value.replace('\0', ' ').strip())
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
        return switch (facet) {
            case Facet.Text text -> given.stream().limit(1).toList();
            case Facet.Category category ->
                given.stream()
                        .filter(value -> category.open()
                                || category.domain().isEmpty()
                                || category.domain().contains(value))
                        .limit(category.multiple() ? Short.MAX_VALUE : 1)
                        .toList();
            case Facet.Number number ->
                given.stream().filter(value -> isWithin(value, number)).limit(1).toList();
            case Facet.Flag flag ->
                given.stream()
                        .map(value -> value.toLowerCase(Locale.ROOT))
                        .filter(value -> value.equals("yes") || value.equals("no"))
                        .limit(1)
                        .toList();
        };
    }

    private static boolean isWithin(String value, Facet.Number facet) {
        OptionalDouble number = number(value);
        return number.isPresent() && number.getAsDouble() >= facet.low() && number.getAsDouble() <= facet.bound();
    }

    private static OptionalDouble number(String value) {
        try {
            return OptionalDouble.of(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
