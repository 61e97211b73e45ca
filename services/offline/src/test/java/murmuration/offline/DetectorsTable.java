package murmuration.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the detectors find of labelled personal data: each value whole or in part (every letter and digit of it lies in a
 * finding, or one does), and how many findings are right (at least half of their letters and digits are labelled).
 */
final class DetectorsTable {
    /** What points at somebody by itself. */
    static final Set<String> DIRECT = Set.of(
            "EMAIL_ADDRESS",
            "PHONE_NUMBER",
            "CREDIT_CARD",
            "IBAN_CODE",
            "US_SSN",
            "US_DRIVER_LICENSE",
            "ID_NUMBER",
            "IP_ADDRESS",
            "DOMAIN_NAME",
            "DATE_OF_BIRTH");

    static final String NAME = "PERSON";

    private final List<Value> values = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();

    /** A labelled value and whether it was found. */
    private record Value(String language, String type, boolean whole, boolean touched) {}

    /** A finding and whether it is right. */
    private record Found(String language, Finding.Kind kind, boolean right) {}

    DetectorsTable(List<LabelledText> texts) {
        texts.forEach(this::add);
    }

    private void add(LabelledText labelled) {
        String text = labelled.text();
        List<Finding> findings = Detectors.find(text);
        List<int[]> stretches = findings.stream()
                .map(finding -> new int[] {finding.start(), finding.end()})
                .toList();
        List<int[]> spans = labelled.spans().stream()
                .map(span -> new int[] {span.start(), span.end()})
                .toList();
        for (LabelledText.Span span : labelled.spans()) {
            int size = LabelledText.size(text, span.start(), span.end());
            int covered = LabelledText.covered(text, span.start(), span.end(), stretches);
            values.add(new Value(labelled.language(), span.type(), covered == size, covered > 0));
        }
        for (Finding finding : findings) {
            int size = LabelledText.size(text, finding.start(), finding.end());
            int covered = LabelledText.covered(text, finding.start(), finding.end(), spans);
            found.add(new Found(labelled.language(), finding.kind(), 2 * covered >= size));
        }
    }

    /** A line for each language: direct identifiers and names that were found whole, findings that are right. */
    String byLanguage() {
        Map<String, List<Value>> byLanguage = grouped(values, Value::language);
        Map<String, List<Found>> foundBy = grouped(found, Found::language);
        StringBuilder table =
                new StringBuilder("| language | direct identifiers | whole | in part | names | whole | in part"
                        + " | findings | right |\n");
        byLanguage.forEach((language, here) -> {
            List<Value> direct =
                    here.stream().filter(value -> DIRECT.contains(value.type())).toList();
            List<Value> names =
                    here.stream().filter(value -> value.type().equals(NAME)).toList();
            List<Found> findings = foundBy.getOrDefault(language, List.of());
            table.append("| " + language + " | " + recall(direct) + " | " + recall(names) + " | " + findings.size()
                    + " | " + right(findings) + " |\n");
        });
        return table.toString();
    }

    /** A line for each type of labelled value. */
    String byType() {
        StringBuilder table = new StringBuilder("| type | values | whole | in part |\n");
        grouped(values, Value::type).forEach((type, here) -> table.append("| " + type + " | " + recall(here) + " |\n"));
        return table.toString();
    }

    /** A line for each kind of finding. */
    String byKind() {
        StringBuilder table = new StringBuilder("| kind | findings | right |\n");
        grouped(found, each -> each.kind().name())
                .forEach(
                        (kind, here) -> table.append("| " + kind + " | " + here.size() + " | " + right(here) + " |\n"));
        return table.toString();
    }

    private static String recall(List<Value> values) {
        int whole = (int) values.stream().filter(Value::whole).count();
        int touched = (int) values.stream().filter(Value::touched).count();
        return values.size() + " | " + new Rate(whole, values.size()) + " | " + new Rate(touched, values.size());
    }

    private static Rate right(List<Found> found) {
        return new Rate((int) found.stream().filter(Found::right).count(), found.size());
    }

    private static <T> Map<String, List<T>> grouped(List<T> all, Function<T, String> by) {
        Map<String, List<T>> groups = new TreeMap<>();
        all.forEach(each ->
                groups.computeIfAbsent(by.apply(each), any -> new ArrayList<>()).add(each));
        return groups;
    }
}
