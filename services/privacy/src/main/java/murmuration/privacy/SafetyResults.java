package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import murmuration.core.Digest;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;

/** Shows everything that a safety run has found, whatever its size (docs/decisions/0035). */
final class SafetyResults {
    private final Database whole;

    SafetyResults(Database database) {
        whole = database;
    }

    Publication.Published show(RunKey key) {
        Assignment run = Assignment.of(whole, key);
        Database database = whole.standing(run);
        SourceRows source = new SourceRows(database);
        List<SafetyRows.Shown> shown =
                shown(source.clusters(run), new MemberSizes(source.drawn(run, UnaryOperator.identity())));
        new SafetyRows(database).replace(key, shown);
        Digest digest = new Digest();
        shown.forEach(
                cluster -> digest.add(cluster.id()).add(cluster.parentId()).add(cluster.name()));
        return new Publication.Published(digest.hex(), shown.size());
    }

    private static List<SafetyRows.Shown> shown(Clusters clusters, MemberSizes members) {
        ClusterTree tree = ClusterTree.of(
                clusters,
                clusters.all().stream()
                        // it stands for the only cluster under it
                        .filter(row -> !row.status().equals("COLLAPSED"))
                        .map(ClusterRow::key)
                        .collect(Collectors.toCollection(TreeSet::new)));
        List<Counted> sizes = members.of(tree);
        List<SafetyRows.Shown> shown = new ArrayList<>();
        for (int node = 1; node < tree.size(); node++) {
            ClusterRow row = tree.row(node);
            Group size = sizes.get(node).group();
            int parent = tree.parent(node);
            shown.add(new SafetyRows.Shown(
                    row.id(),
                    row.key().level(),
                    parent == ClusterTree.ROOT ? "" : tree.row(parent).id(),
                    row.label().name(),
                    row.label().description(),
                    size.conversations(),
                    size.accounts()));
        }
        return shown;
    }
}
