package murmuration.models;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import murmuration.core.Facet;

/** All facets of one conversation in one question; a field each. */
final class FacetForm {
    /** What a closed facet is answered with where none of its answers fits. */
    static final String NONE = "none";

    private static final int LONGEST_TEXT = 1_000;
    private static final int LONGEST_VALUE = 200;
    private static final int RUN = 4;
    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    /** What holds for every text that the model writes of its own: part of the prompt, under its version. */
    static final String TEXT_RULES = """

            What you write in a text of your own is in English, at most two sentences, and holds nothing that could point at a person
            or a small group: no names of people, companies, places or products, no numbers, no addresses, no rare detail. It does not
            mention the assistant. Be descriptive; assume neither good nor bad intent, and do not pass over a harmful subject. Where
            there is nothing to say, the text is empty.
            """;

    private final List<Facet> facets;
    private final String rules;
    private final String questions;
    private final String fields;
    private final Schema schema;

    FacetForm(List<Facet> facets) {
        this.facets = facets;
        rules = facets.stream().anyMatch(FacetForm::writes) ? TEXT_RULES : "";
        questions = facets.stream().map(FacetForm::asked).collect(Collectors.joining("\n"));
        fields = facets.stream().map(Facet::id).collect(Collectors.joining(", "));
        JsonObjectSchema.Builder properties = JsonObjectSchema.builder();
        facets.forEach(facet -> properties.addProperty(facet.id(), schema(facet)));
        schema = Schema.closed(properties, facets.stream().map(Facet::id).toList());
    }

    /** They, asked of this conversation. */
    Form<Map<String, List<String>>> of(String transcript) {
        return new Form<>(
                Map.of("transcript", transcript, "rules", rules, "questions", questions, "fields", fields),
                schema,
                given -> answers(facets, given));
    }

    private static boolean writes(Facet facet) {
        return facet instanceof Facet.Text || (facet instanceof Facet.Category category && category.open());
    }

    private static String asked(Facet facet) {
        return "- \"" + facet.id() + "\" answers: " + facet.question() + " " + rule(facet);
    }

    private static String rule(Facet facet) {
        return switch (facet) {
            case Facet.Text text -> text.criteria();
            case Facet.Category category -> rule(category);
            case Facet.Number number ->
                number.high() == null
                        ? "A number, at least " + Given.plain(number.low()) + "."
                        : "A number from " + Given.plain(number.low()) + " to " + Given.plain(number.bound()) + ".";
            case Facet.Flag flag -> "True for yes, false for no.";
        };
    }

    private static String rule(Facet.Category category) {
        String many = category.multiple() ? "A list. " : "";
        if (category.domain().isEmpty()) {
            return many;
        }
        String among = "Among: " + String.join(", ", category.domain()) + ".";
        return many
                + among
                + (category.open() ? " Another answer may be given where none of these fits." : "")
                + (closes(category) ? " Where none of these fits: " + NONE + "." : "");
    }

    private static boolean closes(Facet.Category category) {
        return !category.open() && !category.multiple();
    }

    private static JsonSchemaElement schema(Facet facet) {
        return switch (facet) {
            case Facet.Text text -> new JsonStringSchema();
            case Facet.Category category -> schema(category);
            case Facet.Number number -> whole(number) ? new JsonIntegerSchema() : new JsonNumberSchema();
            case Facet.Flag flag -> new JsonBooleanSchema();
        };
    }

    private static JsonSchemaElement schema(Facet.Category category) {
        JsonSchemaElement one = category.open() || category.domain().isEmpty()
                ? new JsonStringSchema()
                : JsonEnumSchema.builder().enumValues(values(category)).build();
        return category.multiple() ? JsonArraySchema.builder().items(one).build() : one;
    }

    private static List<String> values(Facet.Category category) {
        return closes(category) && !category.domain().contains(NONE)
                ? Stream.concat(category.domain().stream(), Stream.of(NONE)).toList()
                : category.domain();
    }

    /** A small range of whole numbers is a rating. */
    private static boolean whole(Facet.Number number) {
        return number.low() == Math.rint(number.low())
                && number.bound() == Math.rint(number.bound())
                && number.bound() - number.low() <= 10;
    }

    private static Map<String, List<String>> answers(List<Facet> facets, Given given) {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        facets.forEach(facet -> answers.put(facet.id(), values(facet, given)));
        return answers;
    }

    private static List<String> values(Facet facet, Given given) {
        return switch (facet) {
            case Facet.Text text -> without(List.of(written(text, given)), "");
            case Facet.Category category -> values(category, given);
            case Facet.Number number ->
                List.of(Given.plain(
                        whole(number)
                                ? given.whole(number.id(), (int) number.low(), (int) number.bound())
                                : given.number(number.id(), number.low(), number.bound())));
            case Facet.Flag flag -> List.of(given.flag(flag.id()) ? "yes" : "no");
        };
    }

    /** Small models say the question again instead of an answer, or go on with it. */
    private static String written(Facet.Text facet, Given given) {
        String answer = given.text(facet.id(), LONGEST_TEXT);
        Set<List<String>> asked = new HashSet<>(runs(facet.question() + " " + facet.criteria()));
        List<List<String>> said = runs(answer);
        if (!said.isEmpty() && 2 * said.stream().filter(asked::contains).count() > said.size()) {
            throw Given.fault(facet.id(), "answers the question, and does not repeat it");
        }
        return answer;
    }

    /** Each run of four words. */
    private static List<List<String>> runs(String text) {
        List<String> words = WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
        return IntStream.rangeClosed(0, words.size() - RUN)
                .mapToObj(i -> words.subList(i, i + RUN))
                .toList();
    }

    private static List<String> values(Facet.Category category, Given given) {
        List<String> values = category.multiple()
                ? given.texts(category.id(), LONGEST_VALUE)
                : List.of(given.text(category.id(), LONGEST_VALUE));
        if (category.domain().isEmpty()) {
            return without(values, "");
        }
        List<String> known = new ArrayList<>();
        for (String value :
                without(values, closes(category) && !category.domain().contains(NONE) ? NONE : "")) {
            known.add(category.domain().stream()
                    .filter(one -> one.equalsIgnoreCase(value))
                    .findFirst()
                    .or(() -> Optional.of(value).filter(any -> category.open()))
                    .orElseThrow(() -> Given.fault(category.id(), "is one of its listed answers")));
        }
        return known;
    }

    private static List<String> without(List<String> values, String nothing) {
        return values.stream()
                .filter(value -> !value.isEmpty() && !value.equalsIgnoreCase(nothing))
                .toList();
    }
}
