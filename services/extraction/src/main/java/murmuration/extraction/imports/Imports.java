package murmuration.extraction.imports;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import murmuration.core.ErrorCode;
import murmuration.core.Facets;
import murmuration.core.MurmurationException;
import murmuration.extraction.shards.DatasetKey;
import murmuration.extraction.shards.QuarantineWriter;
import murmuration.extraction.shards.ShardErasure;
import murmuration.extraction.shards.ShardRef;
import murmuration.extraction.shards.ShardWriter;
import murmuration.extraction.shards.Shards;
import murmuration.extraction.source.Reading;
import murmuration.extraction.source.Rule;
import murmuration.extraction.source.Source;
import murmuration.extraction.source.SourceFile;
import murmuration.runtime.DeploymentKey;
import murmuration.runtime.Progress;

/** Reads a source of one file or several into shards, puts bad records aside and remembers what came of it. */
public final class Imports {
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);

    private final Sources sources;
    private final Shards shards;
    private final ShardRows rows;
    private final ImportResults results;
    private final DeploymentKey key;
    private final ImportSettings settings;

    /** Imports from these sources into these stores. */
    public Imports(Sources sources, Shards shards, Kept kept, DeploymentKey key, ImportSettings settings) {
        this.sources = sources;
        this.shards = shards;
        rows = kept.rows();
        results = kept.results();
        this.key = key;
        this.settings = settings;
    }

    /** What is remembered of imports. */
    public record Kept(ShardRows rows, ImportResults results) {}

    /** Imports; what was imported before is found again and nothing changes. */
    public Imported run(ImportRequest request, Progress progress) {
        DatasetKey dataset = request.dataset();
        try {
            Optional<Imported> earlier = results.find(dataset);
            Imported imported = earlier.isPresent() ? earlier.get() : read(request, progress);
            // an earlier attempt may have ended between its result and this
            sources.release(dataset.tenant(), request.uri());
            return imported;
        } catch (MurmurationException e) {
            throw withdrawn(dataset, e);
        } catch (IOException e) {
            throw new MurmurationException(
                    ErrorCode.UNAVAILABLE,
                    "the import's stores: " + e.getClass().getSimpleName(),
                    e);
        }
    }

    private Imported read(ImportRequest request, Progress progress) throws IOException {
        Reading reading = reading(request);
        List<SourceFile> files = sources.find(request.dataset().tenant(), request.uri());
        Imported imported = read(request.dataset(), files, reading, progress);
        results.put(request.dataset(), imported);
        return imported;
    }

    private Imported read(DatasetKey dataset, List<SourceFile> files, Reading reading, Progress progress)
            throws IOException {
        try (ShardWriter writer = shards.writer(dataset);
                QuarantineWriter quarantine = shards.quarantine(dataset)) {
            Tally tally = new Tally(files.size());
            for (SourceFile file : files) {
                try (Source source = Source.open(file, reading)) {
                    tally.begin(source);
                    read(dataset, source, new Taking(tally, writer, quarantine), progress);
                    tally.end(source);
                }
                if (tally.conversations() == 0 && file.equals(files.getLast())) {
                    throw new MurmurationException(
                            ErrorCode.UNREADABLE_SOURCE,
                            file.name() + ": no record could be taken as " + tally.format() + "; "
                                    + tally.firstFaults());
                }
            }
            List<ShardRef> written = writer.finish();
            quarantine.finish();
            requireAll(dataset, written);
            replace(dataset, written);
            progress.report(tally.conversations(), tally.conversations());
            return tally.result(written);
        }
    }

    /** Where an import's records go, one way or the other. */
    private record Taking(Tally tally, ShardWriter writer, QuarantineWriter quarantine) {}

    private void read(DatasetKey dataset, Source source, Taking into, Progress progress) throws IOException {
        try (ReadAhead records = new ReadAhead(
                source,
                new Pseudonyms(key, dataset.tenant()),
                Runtime.getRuntime().availableProcessors())) {
            long reported = System.nanoTime();
            for (List<Parsed> chunk = records.next(); !chunk.isEmpty(); chunk = records.next()) {
                for (Parsed record : chunk) {
                    Optional<Rule> fault = take(record, into.tally(), into.writer());
                    if (fault.isPresent()) {
                        into.tally().quarantine(record.number(), fault.get());
                        into.quarantine()
                                .add(
                                        into.tally().file(),
                                        record.number(),
                                        fault.get().text());
                    }
                }
                if (System.nanoTime() - reported >= BETWEEN_REPORTS.toNanos()) {
                    progress.report(into.tally().conversations(), 0);
                    reported = System.nanoTime();
                }
            }
        }
    }

    private static Optional<Rule> take(Parsed record, Tally tally, ShardWriter writer) throws IOException {
        return switch (record) {
            case Parsed.Faulty faulty -> Optional.of(faulty.rule());
            case Parsed.Taken taken -> {
                if (tally.isRepeated(taken)) {
                    yield Optional.of(taken.byText() ? Rule.DUPLICATE_TEXT : Rule.DUPLICATE_ID);
                }
                writer.add(taken.line());
                tally.take(taken);
                yield Optional.empty();
            }
        };
    }

    /** An attempt that comes late may have written what has been erased since. */
    private void replace(DatasetKey dataset, List<ShardRef> written) throws IOException {
        try {
            rows.replace(dataset, written);
        } catch (MurmurationException e) {
            if (e.code() == ErrorCode.CONFLICT) {
                new ShardErasure(shards).keepOnly(dataset, rows.of(dataset));
            }
            throw e;
        }
    }

    /** An earlier attempt that was given up may have cleaned up after this one had found its shards. */
    private void requireAll(DatasetKey dataset, List<ShardRef> written) throws IOException {
        for (ShardRef shard : written) {
            if (!shards.has(dataset, shard)) {
                throw new MurmurationException(
                        ErrorCode.UNAVAILABLE, "shard " + shard.number() + " was removed during the import");
            }
        }
    }

    private Reading reading(ImportRequest request) {
        Set<String> keys = new TreeSet<>();
        for (Collection<String> some : List.of(settings.metadataKeys(), request.metadataKeys())) {
            some.forEach(name -> keys.add(metadataKey(name)));
        }
        return new Reading(
                request.format().isBlank() ? Reading.AUTO : request.format(),
                keys,
                settings.accountFields(),
                settings.maxRecordBytes());
    }

    private static String metadataKey(String name) {
        String full = name.startsWith("metadata.") || name.startsWith("labels.") ? name : "metadata." + name;
        if (!Facets.isImported(full)) {
            throw new MurmurationException(
                    ErrorCode.INVALID_REQUEST,
                    "a metadata key is metadata.<key> or labels.<key>, of letters, digits, '.', '_' and '-', at most 64");
        }
        return full;
    }

    /** The failure, after what was written is removed where the same import would fail again. */
    private MurmurationException withdrawn(DatasetKey dataset, MurmurationException failure) {
        boolean full = failure.code() == ErrorCode.STORAGE_FULL;
        if (!full && failure.code() != ErrorCode.UNREADABLE_SOURCE) {
            return failure;
        }
        try {
            if (results.find(dataset).isPresent()) {
                // another attempt has imported it
                return failure;
            }
            shards.delete(dataset);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return full
                ? new MurmurationException(
                        ErrorCode.STORAGE_FULL,
                        "no space left where conversations are kept; nothing of the import is kept: free some and import again",
                        failure)
                : failure;
    }
}
