package murmuration.clustering;

import static murmuration.core.MurmurationException.require;

import java.util.List;
import java.util.stream.IntStream;
import murmuration.core.Digest;
import murmuration.core.Matrix;
import murmuration.core.Phrase;
import murmuration.core.RunKey;
import murmuration.core.RunSpec;
import murmuration.core.VectorStore;
import murmuration.runtime.Assignment;
import murmuration.runtime.Database;
import murmuration.runtime.Parallel;
import murmuration.runtime.Progress;
import murmuration.runtime.Pulse;
import org.jspecify.annotations.Nullable;

/** Reads a run's vectors, chooses k, trains the centroids and keeps them. */
final class TrainClusters {
    private final Database whole;
    private final VectorStore store;
    private final Limits limits;

    TrainClusters(Database database, VectorStore store, Limits limits) {
        whole = database;
        this.store = store;
        this.limits = limits;
    }

    /**
     * What training may use of the machine.
     *
     * @param vectors at most so many vectors of 384 dimensions are held in memory, of longer ones fewer
     */
    record Limits(int threads, int vectors) {
        private static final int DIMENSIONS = 384;

        int vectorsOf(int d) {
            return Math.clamp((long) vectors * DIMENSIONS / d, 1, vectors);
        }
    }

    /** Trains unless it has been done; returns the number of clusters. */
    int train(RunKey run, Progress progress) {
        Assignment assignment = Assignment.of(whole, run);
        Database database = whole.standing(assignment);
        CentroidRows rows = new CentroidRows(database);
        return rows.find(run)
                .orElseGet(() -> {
                    rows.write(run, trained(assignment, database, progress));
                    return rows.get(run);
                })
                .centroids()
                .n();
    }

    private Trained trained(Assignment assignment, Database database, Progress progress) {
        RunKey run = assignment.run();
        Conversations conversations = new ConversationRows(database).answered(run);
        if (conversations.n() == 0) {
            Integer fixedK = assignment.spec().cluster().k();
            Choice choice =
                    fixedK == null ? ChooseK.one(assignment.spec().minimums().values()) : fixed(fixedK);
            return new Trained(Matrix.zeros(0, 1), new TrainingReport(0, 0, fixedK != null, choice));
        }
        RunVectors vectors =
                new RunVectors(store, run, assignment.spec().cluster().facet(), conversations);
        try (Parallel parallel = new Parallel(limits.threads(), new Pulse(progress)::beat)) {
            return new Work(assignment, conversations, vectors, parallel).train();
        }
    }

    /** What the spec says, also where there are fewer conversations: how many there are is not to be read from it. */
    private static Choice fixed(int k) {
        require(k >= 1, "k is at least 1, not %d", k);
        return new Choice(k, Phrase.FIXED.with(), List.of());
    }

    /** One training, with everything it needs at hand. */
    private final class Work {
        private final Conversations conversations;
        private final RunVectors vectors;
        private final Parallel parallel;
        private final Assigner assigner;
        private final RunSpec.MinimumsSpec minimums;
        private final @Nullable Integer fixedK;
        private final long seed;

        Work(Assignment assignment, Conversations conversations, RunVectors vectors, Parallel parallel) {
            this.conversations = conversations;
            this.vectors = vectors;
            this.parallel = parallel;
            assigner = new Assigner(BestKernel.INSTANCE, parallel);
            minimums = assignment.spec().minimums();
            fixedK = assignment.spec().cluster().k();
            seed = Digest.seed(assignment.spec().seed(), "clusters");
        }

        Trained train() {
            int n = conversations.n();
            int[] drawn = Sample.of(n, limits.vectorsOf(vectors.dimension()), Digest.seed(seed, "vectors in memory"));
            Matrix points = vectors.of(drawn);
            Choice choice = fixedK == null ? choose(points) : fixed(fixedK);
            Matrix centroids = new Training(BestKernel.INSTANCE, parallel, seed)
                    .centroids(points, Math.min(choice.k(), points.n()));
            return new Trained(centroids, new TrainingReport(n, drawn.length, fixedK != null, choice));
        }

        private Choice choose(Matrix points) {
            return new ChooseK(BestKernel.INSTANCE, parallel, seed)
                    .choose(new ChooseK.Data(
                            points,
                            conversations.n(),
                            Math.toIntExact(minimums.rough(conversations.n())),
                            minimums.values(),
                            centroids -> coverage(points, centroids)));
        }

        /** One pass over all vectors for all candidates. */
        private double[] coverage(Matrix points, List<Matrix> candidates) {
            List<Coverage> counts = candidates.stream()
                    .map(c -> new Coverage(c.n(), minimums.values()))
                    .toList();
            RunVectors.Use count = (first, block) -> {
                int[] accounts = IntStream.range(first, first + block.n())
                        .map(i -> conversations.accounts()[i])
                        .toArray();
                for (int c = 0; c < candidates.size(); c++) {
                    counts.get(c).add(assigner.assign(block, candidates.get(c)).centroid(), accounts);
                }
            };
            if (points.n() == conversations.n()) {
                count.block(0, points);
            } else {
                vectors.each(count);
            }
            return counts.stream().mapToDouble(Coverage::share).toArray();
        }
    }
}
