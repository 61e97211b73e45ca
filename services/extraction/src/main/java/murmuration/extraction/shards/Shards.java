package murmuration.extraction.shards;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.core.ObjectStore;
import murmuration.runtime.Disk;

/** Where the shards and the quarantine of data sets are kept; keys derive from content, so writing twice changes nothing. */
public final class Shards {
    /** Conversations of a shard. */
    public static final int SIZE = 5000;

    private final ObjectStore objects;
    private final Path unfinished;

    /** @param unfinished folder for shards while they are written */
    public Shards(ObjectStore objects, Path unfinished) {
        this.objects = objects;
        this.unfinished = unfinished;
    }

    /** Writes a data set's shards one after the other. */
    public ShardWriter writer(DatasetKey dataset) throws IOException {
        return new ShardWriter(this, dataset);
    }

    /** Writes the list of what a data set's import left out. */
    public QuarantineWriter quarantine(DatasetKey dataset) {
        return new QuarantineWriter(this, dataset);
    }

    /** Reads a shard from its beginning. */
    public ShardReader open(DatasetKey dataset, ShardRef shard) {
        try {
            return new ShardReader(new ZstdInputStream(objects.open(key(dataset, shard))));
        } catch (IOException e) {
            throw unavailable(shard, e);
        }
    }

    /** Whether the shard is there. */
    public boolean has(DatasetKey dataset, ShardRef shard) throws IOException {
        return objects.has(key(dataset, shard));
    }

    /** Removes all of a data set; answers how many objects there were. */
    public int delete(DatasetKey dataset) throws IOException {
        return objects.deleteAll(prefix(dataset)) + objects.deleteAll(quarantineKey(dataset));
    }

    Spool spool() throws IOException {
        try {
            return new Spool(unfinished);
        } catch (IOException e) {
            throw Disk.failed(e);
        }
    }

    ObjectStore objects() {
        return objects;
    }

    static String key(DatasetKey dataset, ShardRef shard) {
        return String.format(Locale.ROOT, "%s%06d-%s.jsonl.zst", prefix(dataset), shard.number(), shard.digest());
    }

    static String quarantineKey(DatasetKey dataset) {
        return "quarantine/" + dataset.tenant() + "/" + dataset.id() + ".jsonl.zst";
    }

    static String prefix(DatasetKey dataset) {
        return "shards/" + dataset.tenant() + "/" + dataset.id() + "/";
    }

    static MurmurationException unavailable(ShardRef shard, IOException e) {
        return new MurmurationException(ErrorCode.UNAVAILABLE, "shard " + shard.number() + " cannot be read", e);
    }
}
