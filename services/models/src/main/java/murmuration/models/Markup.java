package murmuration.models;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import murmuration.core.Question;
import murmuration.core.Summary;

/** Data in a prompt: an element each, escaped so that no text can close the element that it stands in. */
final class Markup {
    private Markup() {}

    static String summaries(List<Summary> summaries) {
        return each(summaries, summary -> element("summary", summary.text()));
    }

    static String names(List<String> names) {
        return each(names, name -> element("name", name));
    }

    static String topics(List<Question.Child> topics) {
        return each(topics, topic -> "<topic>" + label(topic.label()) + "</topic>\n");
    }

    static String label(Question.Label label) {
        return "<name>" + escaped(label.name()) + "</name><description>" + escaped(label.description())
                + "</description>";
    }

    private static <T> String each(List<T> items, Function<T, String> written) {
        return items.stream().map(written).collect(Collectors.joining());
    }

    private static String element(String tag, String text) {
        return "<" + tag + ">" + escaped(text) + "</" + tag + ">\n";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
