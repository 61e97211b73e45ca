package murmuration.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers to one facet within a cluster, or within the whole run. */
public record Breakdown(String facet, List<Answer> cells) {
    public Breakdown {
        cells = List.copyOf(cells);
    }

    /**
     * How many gave one answer.
     *
     * @param variable value; other, which folds what is under the minimums; several; or unanswered
     * @param share of the cluster's conversations
     * @param baseShare share of the same answer in the whole run; absent where that is not published
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(
            String variable,
            String value,
            long conversations,
            String accountsBand,
            double share,
            @Nullable Double baseShare) {}

    /** A stretch of the time line. @param end its last day */
    public record Stretch(String unit, String start, String end, long conversations, String accountsBand) {}

    /** By facet, in the order of the cells. @param base the whole run's cells; empty where these are they */
    static List<Breakdown> of(List<Cell> cells, long conversations, List<Cell> base) {
        Map<String, Long> baseTotals = totals(base);
        Map<String, Long> baseCells = new LinkedHashMap<>();
        base.forEach(cell -> baseCells.put(key(cell), cell.conversations()));
        Map<String, List<Answer>> byFacet = new LinkedHashMap<>();
        for (Cell cell : cells) {
            if (cell.isTime()) {
                continue;
            }
            Long there = baseCells.get(key(cell));
            Double baseShare = there == null ? null : Double.valueOf(share(there, baseTotals.get(cell.facet())));
            byFacet.computeIfAbsent(cell.facet(), facet -> new ArrayList<>())
                    .add(new Answer(
                            cell.variable(),
                            cell.value(),
                            cell.conversations(),
                            cell.accountsBand(),
                            share(cell.conversations(), conversations),
                            baseShare));
        }
        return byFacet.entrySet().stream()
                .map(entry -> new Breakdown(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The time line. */
    static List<Stretch> timeline(List<Cell> cells) {
        return cells.stream()
                .filter(cell -> cell.isTime() && cell.start() != null && cell.end() != null)
                .map(cell -> new Stretch(
                        cell.variable(),
                        String.valueOf(cell.start()),
                        String.valueOf(cell.end()),
                        cell.conversations(),
                        cell.accountsBand()))
                .toList();
    }

    private static Map<String, Long> totals(List<Cell> cells) {
        Map<String, Long> totals = new LinkedHashMap<>();
        cells.forEach(cell -> totals.merge(cell.facet(), cell.conversations(), Long::sum));
        return totals;
    }

    private static String key(Cell cell) {
        return cell.facet() + "\n" + cell.variable() + "\n" + cell.value();
    }

    private static double share(long part, @Nullable Long whole) {
        return whole == null || whole == 0 ? 0 : Math.min(1, Math.rint(10_000.0 * part / whole) / 10_000);
    }
}
