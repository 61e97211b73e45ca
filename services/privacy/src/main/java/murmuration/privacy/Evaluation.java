package murmuration.privacy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.Manifest;

/** Compares base clusters with topics that are known beforehand, for data that carry them as {@code labels.*}. */
final class Evaluation {
    private static final long FEW = 1_000;

    private Evaluation() {}

    /** Conversations of one topic in one base cluster. */
    record Cell(int cluster, boolean published, String topic, long conversations) {}

    /** Compares, with the topics that meet the minimums by themselves. */
    static Manifest.Evaluation of(String facet, List<Cell> cells, Collection<String> known) {
        SortedMap<Integer, Long> clusters = new TreeMap<>();
        SortedMap<String, Long> topics = new TreeMap<>();
        SortedMap<Integer, Cell> largest = new TreeMap<>();
        for (Cell cell : cells) {
            clusters.merge(cell.cluster(), cell.conversations(), Long::sum);
            topics.merge(cell.topic(), cell.conversations(), Long::sum);
            largest.merge(cell.cluster(), cell, (a, b) -> b.conversations() > a.conversations() ? b : a);
        }
        long n = clusters.values().stream().mapToLong(Long::longValue).sum();
        long pure = largest.values().stream().mapToLong(Cell::conversations).sum();
        long found = largest.values().stream()
                .filter(Cell::published)
                .filter(cell -> 2 * cell.conversations() > clusters.getOrDefault(cell.cluster(), 0L))
                .map(Cell::topic)
                .filter(known::contains)
                .distinct()
                .count();
        return new Manifest.Evaluation(
                facet,
                known.size(),
                (int) found,
                rounded(nmi(cells, clusters, topics, (double) n), n),
                rounded(ari(cells, clusters, topics, n), n),
                rounded(n == 0 ? 0 : (double) pure / n, n));
    }

    private static double nmi(List<Cell> cells, Map<Integer, Long> clusters, Map<String, Long> topics, double n) {
        double mutual = 0;
        for (Cell cell : cells) {
            double here = cell.conversations();
            double expected =
                    (double) clusters.getOrDefault(cell.cluster(), 0L) * topics.getOrDefault(cell.topic(), 0L) / n;
            mutual += here / n * StrictMath.log(here / expected);
        }
        double mean = (entropy(clusters.values(), n) + entropy(topics.values(), n)) / 2;
        return mean == 0 ? 1 : mutual / mean;
    }

    private static double entropy(Collection<Long> sizes, double n) {
        double entropy = 0;
        for (long size : sizes) {
            entropy -= size / n * StrictMath.log(size / n);
        }
        return entropy;
    }

    private static double ari(List<Cell> cells, Map<Integer, Long> clusters, Map<String, Long> topics, long n) {
        double together = pairs(cells.stream().map(Cell::conversations).toList());
        double inClusters = pairs(clusters.values());
        double inTopics = pairs(topics.values());
        double expected = n < 2 ? 0 : inClusters * inTopics / pairs(List.of(n));
        double most = (inClusters + inTopics) / 2;
        return most == expected ? 1 : (together - expected) / (most - expected);
    }

    private static double pairs(Collection<Long> sizes) {
        double pairs = 0;
        for (double size : sizes) {
            pairs += size * (size - 1) / 2;
        }
        return pairs;
    }

    /** To two digits, one where there are few conversations: a third would count those that stand apart. */
    private static double rounded(double value, long n) {
        double digits = n < FEW ? 10 : 100;
        return Math.round(value * digits) / digits;
    }
}
