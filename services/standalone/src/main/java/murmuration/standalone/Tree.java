package murmuration.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** A published tree as text. */
final class Tree {
    private Tree() {}

    /** Prints the tree with sizes, then what the reader must know of it. */
    static void print(JsonNode tree) {
        PrintStream out = Terminal.out();
        out.println();
        if (tree.path("clusters").isEmpty()) {
            out.println("  Nothing is published.");
        }
        for (JsonNode cluster : tree.path("clusters")) {
            node(out, cluster, "");
        }
        out.println();
        for (JsonNode note : tree.path("notes")) {
            out.println("  " + Terminal.dim(note.asText()));
        }
    }

    private static void node(PrintStream out, JsonNode cluster, String indent) {
        boolean parent = !cluster.path("children").isEmpty();
        String name = cluster.path("name").asText();
        out.printf(
                "%6s  %s%s %s%n",
                Terminal.number(cluster.path("conversations").asLong()),
                indent,
                parent ? Terminal.bold(name) : name,
                Terminal.dim("(" + cluster.path("accountsBand").asText() + " accounts)"));
        for (JsonNode child : cluster.path("children")) {
            node(out, child, indent + "    ");
        }
    }
}
