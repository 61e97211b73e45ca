package murmuration.extraction.shards;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import murmuration.core.Digest;
import murmuration.core.ObjectStore;
import murmuration.runtime.Disk;

/** Cuts a data set's conversations into shards, in their order. Not thread-safe. */
public final class ShardWriter implements AutoCloseable {
    private final Shards shards;
    private final DatasetKey dataset;
    private final List<ShardRef> written = new ArrayList<>();
    private Digest digest = new Digest();
    private Spool spool;
    private int conversations;

    ShardWriter(Shards shards, DatasetKey dataset) throws IOException {
        this.shards = shards;
        this.dataset = dataset;
        spool = shards.spool();
    }

    /** Adds a conversation as {@link ShardLine} writes it. */
    public void add(byte[] line) throws IOException {
        try {
            spool.line(line);
        } catch (IOException e) {
            throw Disk.failed(e);
        }
        digest.add(line);
        if (++conversations == Shards.SIZE) {
            finishShard();
            spool = shards.spool();
        }
    }

    /** Writes what is left; all shards in order. */
    public List<ShardRef> finish() throws IOException {
        if (conversations > 0) {
            finishShard();
        }
        return List.copyOf(written);
    }

    private void finishShard() throws IOException {
        ShardRef shard = new ShardRef(written.size(), digest.hex(), conversations);
        String key = Shards.key(dataset, shard);
        ObjectStore objects = shards.objects();
        try (Spool full = spool) {
            if (!objects.has(key)) {
                full.into(objects, key);
            }
        } catch (IOException e) {
            throw Disk.failed(e);
        }
        written.add(shard);
        digest = new Digest();
        conversations = 0;
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }

    /** The digest of a data set: over its shards' digests in order. */
    public static String digest(List<ShardRef> shards) {
        Digest all = new Digest();
        shards.forEach(shard -> all.add(shard.digest().getBytes(StandardCharsets.US_ASCII)));
        return all.hex();
    }
}
