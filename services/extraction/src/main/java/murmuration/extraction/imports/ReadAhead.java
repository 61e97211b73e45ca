package murmuration.extraction.imports;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import murmuration.core.Conversation;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.extraction.shards.ShardLine;
import murmuration.extraction.source.Draft;
import murmuration.extraction.source.Raw;
import murmuration.extraction.source.RecordReader;
import murmuration.extraction.source.Source;

/** Parses a source's records on all cores, some way ahead of whoever takes them, and gives them out in their order. */
final class ReadAhead implements AutoCloseable {
    private static final int CHUNK_RECORDS = 256;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int AHEAD_BYTES = 1 << 24;

    private final Source source;
    private final Pseudonyms pseudonyms;
    private final ExecutorService workers;
    private final int ahead;
    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private long bytesAhead;
    private boolean ended;

    private record Chunk(long bytes, Future<List<Parsed>> records) {}

    ReadAhead(Source source, Pseudonyms pseudonyms, int threads) {
        this.source = source;
        this.pseudonyms = pseudonyms;
        ahead = threads + 2;
        workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("import-", 0).factory());
    }

    /** The next few records; empty at the end. */
    List<Parsed> next() throws IOException {
        while (!ended && chunks.size() < ahead && (chunks.isEmpty() || bytesAhead < AHEAD_BYTES)) {
            readChunk();
        }
        Chunk chunk = chunks.poll();
        if (chunk == null) {
            return List.of();
        }
        bytesAhead -= chunk.bytes();
        try {
            return chunk.records().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MurmurationException(ErrorCode.CANCELED, "the import was interrupted", e);
        } catch (ExecutionException e) {
            throw new MurmurationException(ErrorCode.INTERNAL, "a record could not be parsed", e);
        }
    }

    private void readChunk() throws IOException {
        List<Raw> records = new ArrayList<>();
        long bytes = 0;
        while (records.size() < CHUNK_RECORDS && bytes < CHUNK_BYTES) {
            Optional<Raw> record = source.next();
            if (record.isEmpty()) {
                ended = true;
                break;
            }
            records.add(record.get());
            bytes += record.get().bytes().length;
        }
        if (!records.isEmpty()) {
            bytesAhead += bytes;
            chunks.add(new Chunk(bytes, workers.submit(() -> parse(records))));
        }
    }

    private List<Parsed> parse(List<Raw> records) {
        RecordReader reader = source.reader();
        List<Parsed> parsed = new ArrayList<>(records.size());
        for (Raw record : records) {
            Draft draft = reader.read(record);
            parsed.add(draft.fault()
                    .<Parsed>map(rule -> new Parsed.Faulty(record.number(), rule))
                    .orElseGet(() -> taken(record.number(), draft)));
        }
        return parsed;
    }

    private Parsed taken(long number, Draft draft) {
        Conversation conversation = new Conversation(
                pseudonyms.conversation(draft),
                draft.account().map(pseudonyms::account).orElse(null),
                draft.startedAt(),
                draft.endedAt(),
                draft.metadata(),
                draft.turns());
        return new Parsed.Taken(
                number,
                conversation.id(),
                draft.id().isEmpty(),
                conversation.account(),
                conversation.startedAt(),
                conversation.endedAt(),
                ShardLine.write(conversation));
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
