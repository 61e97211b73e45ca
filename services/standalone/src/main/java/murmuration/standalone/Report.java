package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** A published tree as one HTML file without script and without anything from elsewhere. */
final class Report {
    private static final String STYLE = """
            :root{color-scheme:light dark;--bar:#3a6ea5;--dim:#667}
            @media(prefers-color-scheme:dark){:root{--bar:#7fb2e5;--dim:#99a}}
            body{font:15px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}
            h1{font-size:1.4rem;margin:0 0 .5rem}
            .notes{color:var(--dim);margin:0 0 1.5rem;padding:0;list-style:none}
            details{margin-left:1.25rem}
            body>details,body>.leaf{margin-left:0}
            .leaf{margin-left:2.25rem}
            summary,.leaf{padding:.15rem 0}
            .n{color:var(--dim);font-variant-numeric:tabular-nums}
            .bar{display:inline-block;height:.5rem;background:var(--bar);vertical-align:middle;margin-right:.5rem}
            p{margin:.1rem 0 .4rem;color:var(--dim)}
            pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem;color:var(--dim)}
            """;

    private Report() {}

    static String of(JsonNode tree, JsonNode manifest) {
        StringBuilder html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<title>Murmuration: ")
                .append(escaped(tree.path("name").asText()))
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>What people ask for: ")
                .append(escaped(tree.path("name").asText()))
                .append("</h1>\n<ul class=\"notes\">");
        for (JsonNode note : tree.path("notes")) {
            html.append("<li>").append(escaped(note.asText())).append("</li>");
        }
        html.append("</ul>\n");
        if (tree.path("clusters").isEmpty()) {
            html.append("<p>Nothing is published.</p>");
        }
        for (JsonNode cluster : tree.path("clusters")) {
            node(html, cluster);
        }
        return html.append("<details><summary>Manifest</summary><pre>")
                .append(escaped(manifest.toPrettyString()))
                .append("</pre></details>\n</body></html>\n")
                .toString();
    }

    private static void node(StringBuilder html, JsonNode cluster) {
        boolean parent = !cluster.path("children").isEmpty();
        html.append(parent ? "<details open><summary>" : "<div class=\"leaf\">");
        html.append(String.format(
                Locale.ROOT,
                "<span class=\"bar\" style=\"width:%.1frem\"></span>%s <span class=\"n\">%,d conversations, %s accounts</span>",
                0.2 + 12 * cluster.path("share").asDouble(),
                escaped(cluster.path("name").asText()),
                cluster.path("conversations").asLong(),
                escaped(cluster.path("accountsBand").asText())));
        html.append(parent ? "</summary>" : "");
        html.append("<p>").append(escaped(cluster.path("description").asText())).append("</p>\n");
        for (JsonNode child : cluster.path("children")) {
            node(html, child);
        }
        html.append(parent ? "</details>\n" : "</div>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
