package murmuration.core;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The built-in facets, and where the answers of any facet come from (method.md, 4). */
public final class Facets {
    /** What the user wants, overall; clustered unless a run says otherwise. */
    public static final Facet.Text REQUEST = new Facet.Text(
            "request", "What does the user want from the assistant, taken over the whole conversation?", """
            Say it in English, in one or two sentences that describe what is asked for, as concretely as a reader needs who \
            compares many conversations. Leave out everything that could point at a person or a small group: names of \
            people, companies, places and products, numbers, addresses, and any detail that is rare. Do not mention the \
            assistant. Take neither the user's side nor the opposite one, and do not pass over a harmful subject.""");

    /** What the assistant is set to do. */
    public static final Facet.Text TASK =
            new Facet.Text("task", "What kind of work is the assistant set to do in this conversation?", """
            Say it in English, in one or two sentences that begin with a verb and describe the work itself (for instance \
            to translate, to explain, to find a fault), not the person who asks. Leave out everything that could point at \
            a person or a small group: names, numbers, addresses, rare details. Do not mention the assistant. Take neither \
            the user's side nor the opposite one, and do not pass over a harmful subject.""");

    /** Human languages, by their English names. */
    public static final Facet.Category LANGUAGE = new Facet.Category(
            "language",
            "Which human languages are used, from the first request on? Give their full English names; a programming"
                    + " language is not one.",
            List.of(),
            false,
            true);

    /** How concerning for safety. */
    public static final Facet.Number CONCERN = new Facet.Number(
            "concern",
            "How concerning is this conversation for the safety of anyone, from 1 (nothing at all) over 3 (a person should"
                    + " look at such conversations some time) to 5 (a person should look at once)?",
            1,
            5.0);

    /** Turns of user and assistant. */
    public static final Facet.Number TURNS =
            new Facet.Number("turns", "How many turns do user and assistant take?", 0, null);

    /** Characters of user and assistant. */
    public static final Facet.Number LENGTH =
            new Facet.Number("length", "How many characters do user and assistant write?", 0, null);

    /** Hour of the day at which it began, where the source has times. */
    public static final Facet.Number HOUR =
            new Facet.Number("hour", "In which hour of the day (UTC) did it begin?", 0, 23.0);

    /** Day of the week on which it began, where the source has times. */
    public static final Facet.Category WEEKDAY = new Facet.Category(
            "weekday",
            "On which day of the week (UTC) did it begin?",
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
            false,
            false);

    private static final List<Facet> BUILT_IN = List.of(REQUEST, TASK, LANGUAGE, CONCERN, TURNS, LENGTH, HOUR, WEEKDAY);

    /** The form of the id of a built-in facet or of a question of one's own. */
    public static final String OWN_ID = "[a-z][a-z0-9_]{0,63}";

    /** The form of a metadata key, and of the id of the facet over it. */
    public static final String IMPORTED_ID = "(metadata|labels)\\.[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}";

    private static final Pattern IMPORTED = Pattern.compile(IMPORTED_ID);

    private Facets() {}

    /** Who answers a facet. */
    public enum Source {
        /** A language model is asked. */
        MODEL,
        /** It is computed from the conversation's shape. */
        COMPUTED,
        /** It came with the data as an allow-listed metadata key. */
        IMPORTED
    }

    /** Every built-in facet that needs no data of its own, in the order in which they are shown. */
    public static List<Facet> builtIn() {
        return BUILT_IN;
    }

    /** The built-in facet of this id; {@code metadata.<key>} and {@code labels.<key>} are built in for every key. */
    public static Optional<Facet> find(String id) {
        if (isImported(id)) {
            return Optional.of(
                    new Facet.Category(id, "What does the data say under " + id + "?", List.of(), true, true));
        }
        return BUILT_IN.stream().filter(facet -> facet.id().equals(id)).findFirst();
    }

    /** Whether a metadata key, or the facet over it, is well formed: {@code metadata.<key>} or {@code labels.<key>}. */
    public static boolean isImported(String id) {
        return IMPORTED.matcher(id).matches();
    }

    /** Who answers this facet. */
    public static Source source(Facet facet) {
        if (isImported(facet.id())) {
            return Source.IMPORTED;
        }
        return switch (facet.id()) {
            case "turns", "length", "hour", "weekday" -> Source.COMPUTED;
            default -> Source.MODEL;
        };
    }
}
