package murmuration.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The published aggregates as CSV (RFC 4180) in the long form: a row a cell. A row of facet {@code cluster} gives a
 * cluster's own size; rows without a cluster stand for the whole run.
 */
final class LongForm {
    private static final String HEAD =
            "level,cluster_id,cluster_name,facet,variable,value,conversations,accounts_band,date_start,date_end\r\n";

    private final Writer out;
    private final Map<String, ClusterView> clusters = new HashMap<>();

    LongForm(Writer out) {
        this.out = out;
    }

    /** Writes the head and the sizes. */
    void begin(List<ClusterView> all) {
        write(HEAD);
        for (ClusterView cluster : all) {
            clusters.put(cluster.id(), cluster);
            row(cluster, "cluster", "size", "", cluster.conversations(), cluster.accountsBand(), "", "");
        }
    }

    /** Writes one cell. */
    void cell(Cell cell) {
        row(
                clusters.get(cell.clusterId()),
                cell.facet(),
                cell.variable(),
                cell.value(),
                cell.conversations(),
                cell.accountsBand(),
                cell.start() == null ? "" : String.valueOf(cell.start()),
                cell.end() == null ? "" : String.valueOf(cell.end()));
    }

    private void row(@Nullable ClusterView cluster, Object... columns) {
        StringBuilder row = new StringBuilder();
        row.append(cluster == null ? "" : Integer.toString(cluster.level())).append(',');
        row.append(cluster == null ? "" : cluster.id()).append(',');
        row.append(cluster == null ? "" : quoted(cluster.name()));
        for (Object column : columns) {
            row.append(',').append(column instanceof String text ? quoted(text) : String.valueOf(column));
        }
        write(row.append("\r\n").toString());
    }

    /** A text in quotes where it needs them; one that a spreadsheet would compute is made a text. */
    static String quoted(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private void write(String text) {
        try {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
