package murmuration.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.Digest;
import murmuration.core.Minimums;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;

/**
 * Withholds base clusters under the minimums, before any text of theirs reaches a naming model (method.md, 7); none of a
 * safety run.
 */
final class SmallClusters {
    private final Database whole;

    SmallClusters(Database database) {
        whole = database;
    }

    Sealed withhold(RunKey key) {
        Assignment run = Assignment.of(whole, key);
        Database database = whole.standing(run);
        RefusedSpecs.check(run.spec());
        boolean lifted = new SafetyRows(database).lifts(key);
        SourceRows source = new SourceRows(database);
        Minimums minimums = run.spec().minimums().values();
        SortedMap<Integer, Group> sizes = source.originalSizes(run);
        List<Integer> small = new ArrayList<>();
        SortedMap<String, Long> counts = new TreeMap<>(Map.of("kept", 0L, "withheld", 0L));
        Digest digest = new Digest();
        for (ClusterRow cluster : source.clusters(run).level(0)) {
            Group size = sizes.getOrDefault(cluster.key().k(), Group.NOBODY);
            boolean kept = lifted || minimums.met(size.conversations(), size.accounts());
            counts.merge(kept ? "kept" : "withheld", 1L, Long::sum);
            // ids are hashes of members; a size is no secret to whoever may try all that there can be
            digest.add(cluster.key().k()).add(cluster.id()).add(String.valueOf(kept));
            if (!kept) {
                small.add(cluster.key().k());
            }
        }
        new ReviewRows(database).withholdSmall(run, small);
        return new Sealed(digest.hex(), counts);
    }
}
