package murmuration.privacy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import murmuration.core.Digest;
import murmuration.core.Question;

/** The tree of what may be shown: clusters whose text and whose size have both passed their gates. */
final class PublishedTree {
    private static final int LENGTH = 32;

    private final ClusterTree tree;
    private final SortedMap<ClusterKey, Publishable<ReviewedText>> texts;
    private final List<Counted> sizes;
    private final SizeRules rules;

    private PublishedTree(
            ClusterTree tree,
            SortedMap<ClusterKey, Publishable<ReviewedText>> texts,
            List<Counted> sizes,
            SizeRules rules) {
        this.tree = tree;
        this.texts = Collections.unmodifiableSortedMap(texts);
        this.sizes = sizes;
        this.rules = rules;
    }

    /** What a text and a size must pass. */
    record Gates(Audit audit, SizeRules rules) {}

    static PublishedTree of(Clusters clusters, Map<ClusterKey, Reviewed> reviews, MemberSizes members, Gates gates) {
        SortedMap<ClusterKey, Publishable<ReviewedText>> texts = new TreeMap<>();
        for (ClusterRow row : clusters.all()) {
            Publishable.text(row, Optional.ofNullable(reviews.get(row.key())), gates.audit())
                    .ifPresent(text -> texts.put(row.key(), text));
        }
        // a cluster that fails takes its members out of its ancestors, so sizes are taken again until all stand
        while (true) {
            ClusterTree tree = ClusterTree.of(clusters, new TreeSet<>(texts.keySet()));
            List<Counted> sizes = members.of(tree);
            SortedSet<ClusterKey> standing = new TreeSet<>();
            for (int node = 1; node < tree.size(); node++) {
                if (Publishable.size(sizes.get(node).group(), gates.rules()).isPresent()) {
                    standing.add(tree.row(node).key());
                }
            }
            if (standing.size() == texts.size()) {
                return new PublishedTree(tree, texts, sizes, gates.rules());
            }
            texts.keySet().retainAll(standing);
        }
    }

    ClusterTree tree() {
        return tree;
    }

    /** The texts of all nodes but the root. */
    SortedMap<ClusterKey, Publishable<ReviewedText>> texts() {
        return texts;
    }

    /** Exact size of the whole run: everything that is shown. */
    Group whole() {
        return sizes.getFirst().group();
    }

    /** The conversations of the whole run. */
    BitSet kept(Members members) {
        BitSet kept = new BitSet();
        for (int member = 0; member < members.size(); member++) {
            kept.set(member, tree.leafOf(members.base(member)) >= 0);
        }
        return kept;
    }

    /** How many names are of words that enough accounts share, since the run's model gave none that stood. */
    long ofSharedWords() {
        return IntStream.range(1, tree.size())
                .filter(node -> tree.row(node).hasSharedWords())
                .count();
    }

    /** What the size of each cluster counts. */
    List<Counted> sizes() {
        return sizes.subList(1, sizes.size());
    }

    /**
     * By node; the whole run's is empty. They follow from the level and the text alone: who compares two releases finds out
     * which texts are the same, and nothing of who is in a cluster, as the cluster's own id would tell.
     */
    List<String> nodeIds() {
        SortedMap<String, Integer> inOrder = new TreeMap<>();
        for (int node = 1; node < tree.size(); node++) {
            inOrder.put(tree.row(node).id(), node);
        }
        String[] ids = new String[tree.size()];
        ids[ClusterTree.ROOT] = "";
        Map<String, Integer> times = new HashMap<>();
        inOrder.values().forEach(node -> {
            ClusterRow row = tree.row(node);
            String first = id(row.key().level(), row.label(), 0);
            ids[node] = id(row.key().level(), row.label(), times.merge(first, 1, Integer::sum) - 1);
        });
        return List.of(ids);
    }

    /** What a cluster is called outside. @param nth of those of its level with the same text */
    static String id(int level, Question.Label label, int nth) {
        Digest digest = new Digest().add("published cluster").add(level).add(nth);
        return digest.add(label.name()).add(label.description()).hex().substring(0, LENGTH);
    }

    /** In the order of levels and indexes. @param kept how many conversations the coverage says there are in all of them */
    List<PublishedCluster> clusters(SortedMap<ClusterKey, List<ClusterKey>> nearest, Counts counts, long kept) {
        List<String> ids = nodeIds();
        Map<ClusterKey, String> idOf = new HashMap<>();
        for (int node = 1; node < tree.size(); node++) {
            idOf.put(tree.row(node).key(), ids.get(node));
        }
        List<PublishedCluster> clusters = new ArrayList<>();
        // who divides a size by its share has the whole, so that it is what the coverage has shown
        double whole = Math.max(rules.base(), kept);
        for (int node = 1; node < tree.size(); node++) {
            ClusterRow row = tree.row(node);
            Publishable<Size> size = Publishable.size(Counts.Of.SIZE, sizes.get(node), rules, counts)
                    .orElseThrow();
            clusters.add(new PublishedCluster(
                    row.key(),
                    ids.get(node),
                    ids.get(tree.parent(node)),
                    Objects.requireNonNull(texts.get(row.key())),
                    size,
                    (float) Math.min(1, size.value().conversations() / whole),
                    row.at(),
                    nearest.getOrDefault(row.key(), List.of()).stream()
                            .map(idOf::get)
                            .toList()));
        }
        clusters.sort(Comparator.comparing(PublishedCluster::key));
        return clusters;
    }
}
