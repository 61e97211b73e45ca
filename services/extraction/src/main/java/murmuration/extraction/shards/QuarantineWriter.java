package murmuration.extraction.shards;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import murmuration.runtime.Disk;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/** Lists the records that an import left out, by place and rule; nothing of the records themselves. Not thread-safe. */
public final class QuarantineWriter implements AutoCloseable {
    private final Shards shards;
    private final DatasetKey dataset;
    private @Nullable Spool spool;

    QuarantineWriter(Shards shards, DatasetKey dataset) {
        this.shards = shards;
        this.dataset = dataset;
    }

    /** Adds a record by its file (from 1), its line or place in it, and the rule that it breaks. */
    public void add(int file, long number, String rule) throws IOException {
        try {
            Spool open = spool == null ? shards.spool() : spool;
            spool = open;
            open.line(Json.write(new Entry(file, number, rule)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw Disk.failed(e);
        }
    }

    /** Writes the list, if there is anything on it. */
    public void finish() throws IOException {
        if (spool != null) {
            spool.into(shards.objects(), Shards.quarantineKey(dataset));
        }
    }

    @Override
    public void close() throws IOException {
        if (spool != null) {
            spool.close();
        }
    }

    private record Entry(int file, long record, String rule) {}
}
