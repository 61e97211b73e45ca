package murmuration.runtime;

import static murmuration.core.MurmurationException.require;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.Matrix;
import murmuration.core.MurmurationException;
import murmuration.core.VectorStore;

/**
 * Vectors in files: a folder a collection, a {@link VectorFile} a shard; search is exact.
 *
 * <p>Thread-safe: shards are written and read side by side; whoever reads a shard waits while an upsert writes to it. One
 * process writes to a folder; others may read the shards whose writing has ended.
 */
public final class FileVectors implements VectorStore {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");
    private static final Pattern SHARD = Pattern.compile("\\d{6,10}\\.f32");
    private static final String DIMENSION = "dimension";
    private final Path root;
    private final ReadWriteLock[] locks =
            Stream.generate(ReentrantReadWriteLock::new).limit(64).toArray(ReadWriteLock[]::new);

    /** Collections in this folder, which is made with the first of them. */
    public FileVectors(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public void create(String collection, int d) throws IOException {
        require(d >= 1 && d <= 65_536, "a vector has 1 to 65536 dimensions, not %d", d);
        Path folder = folder(collection);
        try {
            Disk.makePrivate(folder);
            Path unfinished = Files.createTempFile(folder, DIMENSION, "");
            try {
                Files.writeString(unfinished, Integer.toString(d));
                // a hard link, unlike a rename, never replaces: whoever comes second sees what the first has chosen
                Files.createLink(folder.resolve(DIMENSION), unfinished);
                Disk.forceNames(folder);
            } catch (FileAlreadyExistsException e) {
                int there = dimension(collection);
                require(there == d, "the collection has %d dimensions, not %d", there, d);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw Disk.failed(e);
        }
    }

    @Override
    public void upsert(String collection, int shard, int[] positions, Matrix vectors) throws IOException {
        int d = dimension(collection);
        require(vectors.d() == d, "the collection has %d dimensions, the vectors %d", d, vectors.d());
        require(positions.length == vectors.n(), "%d positions for %d vectors", positions.length, vectors.n());
        require(shard >= 0, "shard %d is negative", shard);
        Path path = path(collection, shard);
        Lock lock = lock(path).writeLock();
        lock.lock();
        try {
            new VectorFile(path, d).upsert(positions, vectors);
        } catch (NoSuchFileException e) {
            throw unknown(e);
        } catch (IOException e) {
            throw Disk.failed(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Block scan(String collection, int shard) throws IOException {
        int d = dimension(collection);
        Path path = path(collection, shard);
        Lock lock = lock(path).readLock();
        lock.lock();
        try {
            return new VectorFile(path, d).scan();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Map<Place, float[]> find(String collection, Collection<Place> places) throws IOException {
        int d = dimension(collection);
        SortedMap<Integer, SortedSet<Integer>> wanted = new TreeMap<>();
        places.forEach(place ->
                wanted.computeIfAbsent(place.shard(), s -> new TreeSet<>()).add(place.position()));
        Map<Place, float[]> vectors = new HashMap<>();
        for (var shard : wanted.entrySet()) {
            Path path = path(collection, shard.getKey());
            Lock lock = lock(path).readLock();
            lock.lock();
            try {
                new VectorFile(path, d)
                        .find(shard.getValue())
                        .forEach((position, vector) -> vectors.put(new Place(shard.getKey(), position), vector));
            } finally {
                lock.unlock();
            }
        }
        return vectors;
    }

    @Override
    public List<Integer> shards(String collection) throws IOException {
        int d = dimension(collection);
        List<Integer> shards = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder(collection))) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (SHARD.matcher(name).matches() && new VectorFile(file, d).count() > 0) {
                    shards.add(Integer.parseInt(name.substring(0, name.indexOf('.'))));
                }
            }
        }
        shards.sort(null);
        return List.copyOf(shards);
    }

    @Override
    public List<Hit> nearest(String collection, float[] query, int limit) throws IOException {
        require(query.length == dimension(collection), "a query of %d dimensions does not fit", query.length);
        require(limit >= 1, "at least 1 neighbor must be asked for, not %d", limit);
        PriorityQueue<Hit> best = new PriorityQueue<>(Hit.BEST_FIRST.reversed());
        for (int shard : shards(collection)) {
            Block block = scan(collection, shard);
            for (int i = 0; i < block.positions().length; i++) {
                best.add(new Hit(shard, block.positions()[i], dot(query, block.vectors(), i)));
                if (best.size() > limit) {
                    best.poll();
                }
            }
        }
        return best.stream().sorted(Hit.BEST_FIRST).toList();
    }

    /** One FMA chain over the dimensions, so that every machine gets the same bits. */
    static float dot(float[] query, Matrix vectors, int row) {
        float[] values = vectors.values();
        int at = row * query.length;
        float sum = 0;
        for (int j = 0; j < query.length; j++) {
            sum = Math.fma(query[j], values[at + j], sum);
        }
        return sum;
    }

    @Override
    public void drop(String collection) throws IOException {
        Path dropped = root.resolve(".dropped-" + collection);
        // what a killed process has left
        Disk.deleteFolder(dropped);
        try {
            // gone as a whole before the first file is: a crash leaves no half of a collection
            Files.move(folder(collection), dropped, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        Disk.deleteFolder(dropped);
    }

    private ReadWriteLock lock(Path path) {
        return locks[Math.floorMod(path.hashCode(), locks.length)];
    }

    private int dimension(String collection) throws IOException {
        try {
            return Integer.parseInt(Files.readString(folder(collection).resolve(DIMENSION)));
        } catch (NoSuchFileException e) {
            throw unknown(e);
        }
    }

    private static MurmurationException unknown(NoSuchFileException e) {
        return new MurmurationException(ErrorCode.NOT_FOUND, "no such collection of vectors", e);
    }

    private Path path(String collection, int shard) {
        return folder(collection).resolve("%06d.f32".formatted(shard));
    }

    private Path folder(String collection) {
        require(NAME.matcher(collection).matches(), "not a collection's name: %d characters", collection.length());
        return root.resolve(collection);
    }
}
