package murmuration.clustering;

import java.util.List;
import java.util.Map;
import murmuration.clustering.ClusterRows.Sized;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.Level;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.Json;

/** Makes base clusters of assignments, once all are there, and digests them. */
final class SealClusters {
    private final Database whole;

    SealClusters(Database database) {
        whole = database;
    }

    /** Seals; a second time it finds the same. */
    Sealed seal(RunKey run) {
        Database database = whole.standing(Assignment.of(whole, run));
        Trained trained = new CentroidRows(database).get(run);
        ClusterRows rows = new ClusterRows(database);
        // made once: later stages change the sizes and states of clusters, never their ids
        if (rows.base(run).isEmpty()) {
            database.count("clusters.assignment");
            List<Sized> made = rows.fromMembers(run);
            checkComplete(made, trained.report().conversations());
            rows.write(run, made);
        }
        List<Sized> clusters = rows.base(run);
        Digest digest = new Digest();
        for (Sized cluster : clusters) {
            digest.add(Level.BASE.height()).add(cluster.k()).add(cluster.clusterId());
        }
        return new Sealed(
                digest.hex(),
                Map.of("clusters", (long) clusters.size(), "conversations", (long)
                        trained.report().conversations()),
                Json.write(trained.report()));
    }

    private static void checkComplete(List<Sized> clusters, long expected) {
        long assigned = clusters.stream().mapToLong(Sized::conversations).sum();
        if (assigned != expected) {
            // how many are answered is for the coverage alone to say
            throw new MurmurationException(
                    ErrorCode.CONFLICT, "the conversations that are assigned are not those that were trained on");
        }
    }
}
