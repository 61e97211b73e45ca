package murmuration.embedding;

import static murmuration.core.MurmurationException.require;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.BatchKey;
import murmuration.core.Digest;
import murmuration.core.Embedder;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.RunKey;
import murmuration.core.VectorStore;
import murmuration.core.VectorStore.Block;
import murmuration.core.VectorStore.Place;
import murmuration.runtime.Assignment;
import murmuration.runtime.CpuFamily;
import murmuration.runtime.Database;
import murmuration.runtime.Json;
import murmuration.runtime.Progress;
import murmuration.runtime.VectorCollections;

/** The vectors of runs: embeds the summaries of answered conversations, batch by batch, and seals the whole. */
final class RunVectors {
    private final Database database;
    private final SummaryRows summaries;
    private final RunEmbedders embedders;
    private final VectorStore store;
    private final int upsert;

    RunVectors(Database database, RunEmbedders embedders, VectorStore store, int upsert) {
        require(upsert >= 1, "at least 1 vector must be written at once, not %d", upsert);
        this.database = database;
        this.summaries = new SummaryRows(database);
        this.embedders = embedders;
        this.store = store;
        this.upsert = upsert;
    }

    /** Embeds what a batch has and the store has not; answers how many summaries the batch has. */
    long process(BatchKey batch, Progress progress) {
        Database standing = database.standing(Assignment.of(database, batch.run()));
        Embedder embedder = embedders.of(batch.run());
        String facet = facet(batch.run());
        String collection = VectorCollections.ofRun(batch.run(), facet);
        SortedMap<Integer, String> texts = summaries.ofBatch(batch, facet);
        long total = texts.size();
        try {
            store.create(collection, embedder.model().dimension());
            List<Place> places = texts.keySet().stream()
                    .map(position -> new Place(batch.shard(), position))
                    .toList();
            store.find(collection, places).keySet().forEach(there -> texts.remove(there.position()));
            progress.report(total - texts.size(), total);
            List<Map.Entry<Integer, String>> missing = new ArrayList<>(texts.entrySet());
            if (!missing.isEmpty() && isHere(embedder)) {
                new CpuFamilyRows(standing).add(batch.run(), CpuFamily.name());
            }
            for (int from = 0; from < missing.size(); from += upsert) {
                List<Map.Entry<Integer, String>> part = missing.subList(from, Math.min(from + upsert, missing.size()));
                int[] positions = part.stream().mapToInt(Map.Entry::getKey).toArray();
                Matrix vectors =
                        embedder.embed(part.stream().map(Map.Entry::getValue).toList());
                // the store knows no transaction: the database's holds the data set as it is until the vectors are
                // there
                standing.useTenant(
                        batch.run().tenant(), handle -> store.upsert(collection, batch.shard(), positions, vectors));
                progress.report(total - missing.size() + from + part.size(), total);
            }
            return total;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /** Checks that every answered conversation has its vector and no other has one; digests all. */
    VectorSeal seal(RunKey run, Progress progress) {
        Embedder embedder = embedders.of(run);
        String facet = facet(run);
        String collection = VectorCollections.ofRun(run, facet);
        Digest digest = new Digest();
        long vectors = 0;
        int done = 0;
        try {
            // a run without any answered conversation has no batch that made it
            store.create(collection, embedder.model().dimension());
            SortedMap<Integer, int[]> answered = summaries.positions(run);
            require(
                    List.copyOf(answered.keySet()).equals(store.shards(collection)),
                    "the shards that have vectors are not those that have answers");
            for (Map.Entry<Integer, int[]> shard : answered.entrySet()) {
                Block block = store.scan(collection, shard.getKey());
                require(
                        Arrays.equals(block.positions(), shard.getValue()),
                        "the vectors of shard %d are not those of its answers",
                        shard.getKey());
                for (int i = 0; i < block.positions().length; i++) {
                    digest.add(shard.getKey())
                            .add(block.positions()[i])
                            .add(block.vectors().row(i));
                }
                vectors += block.positions().length;
                progress.report(++done, answered.size());
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
        return new VectorSeal(digest.hex(), vectors, report(run, facet, embedder));
    }

    private String report(RunKey run, String facet, Embedder embedder) {
        Embedder.Model model = embedder.model();
        Map<String, Object> report = new TreeMap<>(Map.of(
                "facet", facet,
                "model", model.id(),
                "revision", model.revision(),
                "dimension", model.dimension(),
                "pooling", model.pooling(),
                "normalized", true));
        if (isHere(embedder)) {
            List<String> families = new CpuFamilyRows(database).of(run);
            report.put("cpu", families.isEmpty() ? CpuFamily.name() : String.join(", ", families));
        }
        return Json.write(report);
    }

    /** Whether its weights are here, and this machine's kernels compute with them. */
    private static boolean isHere(Embedder embedder) {
        return !embedder.model().revision().isEmpty();
    }

    /** Drops a run's vectors. */
    void drop(RunKey run) {
        try {
            store.drop(VectorCollections.ofRun(run, facet(run)));
            new CpuFamilyRows(database).erase(run);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private String facet(RunKey run) {
        return Assignment.of(database, run).spec().cluster().facet();
    }

    private static MurmurationException unavailable(IOException e) {
        return new MurmurationException(ErrorCode.UNAVAILABLE, "the vector store failed", new UncheckedIOException(e));
    }
}
