package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A published tree as one HTML file without script; its own policy lets nothing come from elsewhere. */
final class Report {
    private static final String STYLE = style();

    private final StringBuilder html = new StringBuilder();

    private Report() {}

    static String of(JsonNode tree, JsonNode manifest) {
        Report report = new Report();
        report.head(tree);
        report.notes(tree);
        report.topics(tree);
        report.answers(tree);
        report.coverage(tree.path("coverage"));
        report.html
                .append("<details class=\"manifest\"><summary><h2>Manifest</h2></summary><pre>")
                .append(escaped(manifest.toPrettyString()))
                .append("</pre></details>\n</main></body></html>\n");
        return report.html.toString();
    }

    private void head(JsonNode tree) {
        String name = text(tree, "name");
        html.append("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '%s'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s · Murmuration</title><style>%s</style></head><body><main>
                <h1><bdi>%s</bdi> <span class="dim">what people ask for</span></h1>
                <p class="dim">%s · %s of %s conversations in %s clusters</p>
                """.formatted(
                        hash(STYLE),
                        name,
                        STYLE,
                        name,
                        text(tree, "publishedAt").replaceFirst("T(\\d+:\\d+).*", " $1 UTC"),
                        number(tree.path("conversations").asLong()),
                        number(tree.path("coverage").path("conversations").asLong()),
                        number(clusters(tree.path("clusters")))));
    }

    private static long clusters(JsonNode nodes) {
        long sum = nodes.size();
        for (JsonNode node : nodes) {
            sum += clusters(node.path("children"));
        }
        return sum;
    }

    private void topics(JsonNode tree) {
        html.append("<h2>Topics</h2>\n");
        if (tree.path("clusters").isEmpty()) {
            html.append("<p>Nothing is published: no group met the minimums and passed the review.</p>\n");
            return;
        }
        html.append("""
                <div class="row head" aria-hidden="true"><span>Topic</span><span></span><span>Conversations</span>\
                <span>Share</span><span>Accounts</span></div>
                """);
        double most = 0;
        for (JsonNode cluster : tree.path("clusters")) {
            most = Math.max(most, share(cluster));
        }
        for (JsonNode cluster : tree.path("clusters")) {
            topic(cluster, most);
        }
    }

    private void topic(JsonNode cluster, double most) {
        boolean parent = !cluster.path("children").isEmpty();
        html.append(parent ? "<details open><summary class=\"row\">" : "<div class=\"row\">");
        html.append("""
                <span class="name" dir="auto">%s<span class="says">%s</span></span>%s\
                <span>%s</span><span>%s</span><span>%s</span>""".formatted(
                        text(cluster, "name"),
                        text(cluster, "description"),
                        bar(share(cluster) / most),
                        number(cluster.path("conversations").asLong()),
                        percent(share(cluster)),
                        text(cluster, "accountsBand")));
        html.append(parent ? "</summary><div class=\"in\">\n" : "</div>\n");
        for (JsonNode child : cluster.path("children")) {
            topic(child, most);
        }
        html.append(parent ? "</div></details>\n" : "");
    }

    private void answers(JsonNode tree) {
        if (tree.path("breakdowns").isEmpty()) {
            return;
        }
        html.append("<h2>Answers in the whole run</h2>\n<div class=\"facets\">\n");
        for (JsonNode facet : tree.path("breakdowns")) {
            html.append("<section><h3>").append(text(facet, "facet")).append("</h3><table>");
            facet.path("cells").forEach(this::answer);
            html.append("</table></section>\n");
        }
        html.append("</div>\n");
    }

    private void answer(JsonNode cell) {
        boolean folded = !text(cell, "variable").equals("value");
        html.append("<tr><th scope=\"row\"%s><bdi>%s</bdi></th><td>%s</td><td class=\"n\">%s</td></tr>"
                .formatted(
                        folded ? " class=\"dim\"" : "",
                        text(cell, "value"),
                        folded ? "" : bar(share(cell)),
                        percent(share(cell))));
    }

    private void coverage(JsonNode coverage) {
        html.append("<h2>Where every conversation ended</h2>\n<table class=\"short\">");
        for (JsonNode part : coverage.path("parts")) {
            html.append("<tr><th scope=\"row\">%s%s</th><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>"
                    .formatted(
                            words(text(part, "part")),
                            others(part),
                            number(part.path("conversations").asLong()),
                            percent(share(part))));
        }
        html.append("</table>\n<p class=\"dim\">In steps of %s: what is under two steps may stand as 0.</p>\n"
                .formatted(number(coverage.path("rounding").asLong())));
    }

    /** What else a part may hold; it names all of that, whether or not anything ended so. */
    private static String others(JsonNode part) {
        List<String> others = new ArrayList<>();
        for (JsonNode name : part.path("includes")) {
            if (!name.equals(part.path("part"))) {
                others.add(words(escaped(name.asText())));
            }
        }
        String and = text(part, "part").equals("not_shown") ? "" : "and ";
        return others.isEmpty()
                ? ""
                : " <span class=\"dim\">(" + and + "any of: " + String.join(", ", others) + ")</span>";
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }

    private void notes(JsonNode tree) {
        html.append("<ul>");
        for (JsonNode note : tree.path("notes")) {
            html.append("<li>").append(escaped(note.asText())).append("</li>");
        }
        html.append("</ul>\n");
    }

    private static String text(JsonNode node, String field) {
        return escaped(node.path(field).asText());
    }

    private static double share(JsonNode node) {
        return node.path("share").asDouble();
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String bar(double share) {
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" width=\"100\""
                        + " height=\"8\"/><rect class=\"fill\" width=\"%.1f\" height=\"8\"/></svg>",
                100 * Math.min(1, share));
    }

    private static String percent(double share) {
        if (share > 0 && share < 0.001) {
            return "&lt; 0.1 %";
        }
        return share < 0.1
                ? String.format(Locale.ROOT, "%.1f %%", 100 * share)
                : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(Report.class.getResourceAsStream("report.css"), "report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
