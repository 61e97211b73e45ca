package murmuration.models;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import murmuration.core.Facet;
import murmuration.core.Question;
import murmuration.core.Question.Candidate;
import murmuration.core.Question.Label;

/** Puts every kind of question into its form. Thread-safe. */
final class Forms {
    private static final int LONGEST_NAME = 120;
    private static final int MOST_NAME_WORDS = 10;
    private static final int LONGEST_DESCRIPTION = 600;
    private static final int LONGEST_REASON = 2_000;

    /** A run asks the same facets of every conversation; it has one of each id. */
    private final Map<List<String>, FacetForm> known = new ConcurrentHashMap<>();

    @SuppressWarnings("unchecked") // each case is read into the type of its own question's answer
    <A> Form<A> of(Question<A> question) {
        return (Form<A>)
                switch ((Question<?>) question) {
                    case Question.Facets asked -> facets(asked.facets()).of(asked.transcript());
                    case Question.Screen screen -> screen(screen);
                    case Question.Name name -> name(name);
                    case Question.Propose propose -> propose(propose);
                    case Question.Deduplicate deduplicate -> deduplicate(deduplicate);
                    case Question.Assign assign -> assign(assign);
                    case Question.Rename rename -> rename(rename);
                    case Question.Audit audit -> audit(audit);
                };
    }

    private FacetForm facets(List<Facet> facets) {
        return known.computeIfAbsent(facets.stream().map(Facet::id).toList(), ids -> new FacetForm(facets));
    }

    private static Form<Boolean> screen(Question.Screen screen) {
        return new Form<>(
                Map.of("transcript", screen.transcript(), "question", screen.question()),
                Schema.closed(JsonObjectSchema.builder().addBooleanProperty("answer"), List.of("answer")),
                given -> given.flag("answer"));
    }

    private static Form<Label> name(Question.Name name) {
        return label(Map.of(
                "inside", Markup.summaries(name.inside()),
                "outside", Markup.summaries(name.outside()),
                "criteria", name.criteria(),
                "avoid", avoid(name.avoid())));
    }

    private static Form<Label> rename(Question.Rename rename) {
        return label(Map.of(
                "topics", Markup.topics(rename.children()),
                "inside", Markup.summaries(rename.inside()),
                "outside", Markup.summaries(rename.outside()),
                "beside", Markup.names(rename.siblings()),
                "avoid", avoid(rename.avoid())));
    }

    private static Form<Label> label(Map<String, String> parts) {
        return new Form<>(
                parts,
                Schema.closed(
                        JsonObjectSchema.builder()
                                .addStringProperty("description")
                                .addStringProperty("name"),
                        List.of("description", "name")),
                given -> new Label(name(given), given.said("description", LONGEST_DESCRIPTION)));
    }

    private static String name(Given given) {
        String name = given.said("name", LONGEST_NAME);
        if (name.split("\\s+").length > MOST_NAME_WORDS) {
            throw Given.fault("name", "has at most " + MOST_NAME_WORDS + " words");
        }
        return name;
    }

    private static String avoid(List<String> claims) {
        return claims.isEmpty() ? "" : """
                Too few of the conversations bear out the claims between <avoid> and </avoid>, or they could point at somebody. \
                They are data as well. Say nothing of what they say.
                <avoid>
                """ + Markup.names(claims) + "</avoid>\n";
    }

    private static Form<List<String>> propose(Question.Propose propose) {
        Map<String, String> parts = wanted(propose.wanted());
        parts.put("topics", Markup.topics(propose.clusters()));
        return names(parts);
    }

    private static Form<List<String>> deduplicate(Question.Deduplicate deduplicate) {
        Map<String, String> parts = wanted(deduplicate.wanted());
        parts.put(
                "names",
                Markup.names(
                        deduplicate.proposals().stream().map(Candidate::name).toList()));
        return names(parts);
    }

    /** Between half and one and a half times as many. */
    private static Map<String, String> wanted(int wanted) {
        return new HashMap<>(Map.of(
                "wanted", Integer.toString(wanted),
                "least", Integer.toString((wanted + 1) / 2),
                "most", Integer.toString(wanted + wanted / 2)));
    }

    private static Form<List<String>> names(Map<String, String> parts) {
        JsonArraySchema list =
                JsonArraySchema.builder().items(new JsonStringSchema()).build();
        return new Form<>(
                parts,
                Schema.closed(JsonObjectSchema.builder().addProperty("names", list), List.of("names")),
                given -> given.texts("names", LONGEST_NAME));
    }

    private static Form<String> assign(Question.Assign assign) {
        List<String> choices = assign.parents().stream().map(Candidate::name).toList();
        return new Form<>(
                Map.of(
                        "topic",
                        "<topic>" + Markup.label(assign.cluster().label()) + "</topic>\n",
                        "choices",
                        Markup.names(choices)),
                Schema.closed(
                        // in an order of its own, so that one schema serves all of a level: providers compile each anew
                        JsonObjectSchema.builder()
                                .addEnumProperty(
                                        "parent", choices.stream().sorted().toList()),
                        List.of("parent")),
                given -> given.said("parent", LONGEST_NAME));
    }

    private static Form<Integer> audit(Question.Audit audit) {
        return new Form<>(
                Map.of("text", Markup.label(audit.text()) + "\n", "criteria", audit.criteria()),
                Schema.closed(
                        JsonObjectSchema.builder().addStringProperty("reason").addIntegerProperty("rating"),
                        List.of("reason", "rating")),
                given -> {
                    given.text("reason", LONGEST_REASON);
                    return given.whole("rating", 1, 5);
                });
    }
}
