package murmuration.extraction.shards;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Disk;

/**
 * Writes shards anew without some conversations. An empty line stays in the place of each: whatever knows a conversation by
 * shard and position still finds the same one, or none.
 */
public final class ShardErasure {
    private final Shards shards;

    /** Erases in these shards. */
    public ShardErasure(Shards shards) {
        this.shards = shards;
    }

    /** A shard as it is now. @param conversations how many went from it, at least 1 */
    public record Rewritten(ShardRef before, ShardRef now, int conversations) {}

    /** Writes anew those that hold such conversations; the former ones are still there. */
    public List<Rewritten> erase(DatasetKey dataset, List<ShardRef> all, Predicate<Header> whose) throws IOException {
        List<Rewritten> rewritten = new ArrayList<>();
        for (ShardRef shard : all) {
            Set<Integer> positions = positions(dataset, shard, whose);
            if (!positions.isEmpty()) {
                rewritten.add(new Rewritten(shard, rewritten(dataset, shard, positions), positions.size()));
            }
        }
        return rewritten;
    }

    /**
     * Deletes what the data set has beside these: former shards, in every version that the store has of them. Refused where one
     * of these is not there, as with rows of an earlier backup: what stands beside them may be all that there is.
     */
    public void keepOnly(DatasetKey dataset, Collection<ShardRef> now) throws IOException {
        Set<String> kept = now.stream().map(shard -> Shards.key(dataset, shard)).collect(Collectors.toSet());
        List<String> there = shards.objects().list(Shards.prefix(dataset));
        requireAll(kept, there);
        for (String key : there) {
            if (!kept.contains(key)) {
                shards.objects().deleteAll(key);
            }
        }
    }

    private static void requireAll(Set<String> kept, List<String> there) {
        if (!new HashSet<>(there).containsAll(kept)) {
            throw new MurmurationException(
                    ErrorCode.CONFLICT,
                    "shards of the data set are not there: its rows and its conversations are of different times;"
                            + " delete the data set and import it anew");
        }
    }

    /** Deletes the shards that were there before. */
    public void deleteFormer(DatasetKey dataset, List<Rewritten> rewritten) throws IOException {
        for (Rewritten shard : rewritten) {
            shards.objects().deleteAll(Shards.key(dataset, shard.before()));
        }
    }

    private Set<Integer> positions(DatasetKey dataset, ShardRef shard, Predicate<Header> whose) {
        Set<Integer> positions = new TreeSet<>();
        try (ShardReader lines = shards.open(dataset, shard)) {
            for (int position = 0; position < shard.conversations(); position++) {
                byte[] line = lines.next();
                if (!ShardLine.isErased(line) && whose.test(ShardLine.readHeader(line))) {
                    positions.add(position);
                }
            }
        }
        return positions;
    }

    private ShardRef rewritten(DatasetKey dataset, ShardRef shard, Set<Integer> without) throws IOException {
        Digest digest = new Digest();
        try (ShardReader lines = shards.open(dataset, shard);
                Spool spool = shards.spool()) {
            for (int position = 0; position < shard.conversations(); position++) {
                byte[] line = lines.next();
                byte[] kept = without.contains(position) ? ShardLine.ERASED : line;
                spool.line(kept);
                digest.add(kept);
            }
            ShardRef now = new ShardRef(shard.number(), digest.hex(), shard.conversations());
            spool.into(shards.objects(), Shards.key(dataset, now));
            return now;
        } catch (IOException e) {
            throw Disk.failed(e);
        }
    }
}
