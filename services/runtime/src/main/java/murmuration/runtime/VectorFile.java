package murmuration.runtime;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static murmuration.core.MurmurationException.require;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import murmuration.core.Matrix;
import murmuration.core.VectorStore.Block;

/**
 * The vectors of one shard in one file of pages: a page is a bitmap of 512 bits that says which of its rows hold a
 * vector, then 512 rows of d float32, little-endian. Position p is row p mod 512 of page p div 512; what was never
 * written is a hole.
 *
 * <p>A vector counts as present only after its bytes are on the disk: rows are written and forced, then the bitmaps
 * are written and forced, and only then does an upsert return. A vector that changes is first taken out of the bitmap.
 * So neither a killed process nor a power cut leaves half a vector that counts. It costs two forces an upsert (three
 * where vectors change), whatever the number of its vectors.
 *
 * <p>Written through calls, since a full disk is then an exception; through a mapping it would be a signal that kills the
 * process. Read through a mapping where all is wanted, through calls where some is, so that nothing beside it is read.
 * Whoever uses it sees to it that nobody reads while somebody writes.
 */
final class VectorFile {
    private static final int PAGE_ROWS = 512;
    private static final int BITMAP_BYTES = PAGE_ROWS / Byte.SIZE;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final int d;
    private final long rowBytes;
    private final long pageBytes;

    VectorFile(Path path, int d) {
        this.path = path;
        this.d = d;
        rowBytes = (long) d * Float.BYTES;
        pageBytes = BITMAP_BYTES + PAGE_ROWS * rowBytes;
    }

    /** Writes row {@code i} at {@code positions[i]}; the last one wins where a position comes twice. */
    void upsert(int[] positions, Matrix vectors) throws IOException {
        SortedMap<Integer, Integer> rows = new TreeMap<>();
        for (int i = 0; i < positions.length; i++) {
            require(positions[i] >= 0, "position %d is negative", positions[i]);
            rows.put(positions[i], i);
        }
        boolean made = !Files.exists(path);
        try (FileChannel file = FileChannel.open(path, CREATE, READ, WRITE)) {
            if (made) {
                Disk.forceNames(path.resolveSibling(""));
            }
            SortedMap<Integer, byte[]> bitmaps = bitmaps(file, rows.keySet());
            SortedMap<Integer, byte[]> changed = new TreeMap<>();
            boolean replaces = false;
            for (var row : rows.entrySet()) {
                byte[] bytes = bytes(vectors, row.getValue());
                boolean there = has(bitmaps, row.getKey());
                if (!there || !Arrays.equals(read(file, row.getKey()), bytes)) {
                    changed.put(row.getKey(), bytes);
                    replaces |= there;
                }
            }
            write(file, changed, bitmaps, replaces);
        }
    }

    private void write(
            FileChannel file, SortedMap<Integer, byte[]> rows, SortedMap<Integer, byte[]> bitmaps, boolean replaces)
            throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        if (replaces) {
            rows.keySet().forEach(position -> mark(bitmaps, position, false));
            write(file, bitmaps);
        }
        for (var row : rows.entrySet()) {
            write(file, row.getValue(), rowAt(row.getKey()));
        }
        file.force(true);
        rows.keySet().forEach(position -> mark(bitmaps, position, true));
        write(file, bitmaps);
    }

    /** Every vector, in the order of positions. */
    Block scan() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = map(arena);
            int[] positions = positions(file);
            Matrix vectors = Matrix.zeros(positions.length, d);
            for (int i = 0; i < positions.length; i++) {
                MemorySegment.copy(file, FLOAT, rowAt(positions[i]), vectors.values(), i * d, d);
            }
            return new Block(positions, vectors);
        }
    }

    /** The vectors at these positions; one without a vector is left out. */
    Map<Integer, float[]> find(Collection<Integer> positions) throws IOException {
        Map<Integer, float[]> vectors = new HashMap<>();
        try (FileChannel file = FileChannel.open(path, READ)) {
            SortedMap<Integer, byte[]> bitmaps = bitmaps(file, positions);
            for (int position : positions) {
                if (has(bitmaps, position)) {
                    vectors.put(position, floats(read(file, position)));
                }
            }
        } catch (NoSuchFileException e) {
            // a shard without vectors has no file
        }
        return vectors;
    }

    /** How many vectors there are. */
    int count() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return positions(map(arena)).length;
        }
    }

    private MemorySegment map(Arena arena) throws IOException {
        try (FileChannel file = FileChannel.open(path, READ)) {
            return file.map(MapMode.READ_ONLY, 0, file.size(), arena);
        } catch (NoSuchFileException e) {
            return MemorySegment.NULL;
        }
    }

    private int[] positions(MemorySegment file) {
        int[] found = new int[PAGE_ROWS];
        int n = 0;
        int pages = Math.toIntExact((file.byteSize() + pageBytes - 1) / pageBytes);
        for (int page = 0; page < pages; page++) {
            found = Arrays.copyOf(found, n + PAGE_ROWS);
            for (int row = 0; row < PAGE_ROWS; row++) {
                byte bits = file.get(ValueLayout.JAVA_BYTE, page * pageBytes + row / Byte.SIZE);
                if ((bits >> (row % Byte.SIZE) & 1) == 1) {
                    found[n++] = page * PAGE_ROWS + row;
                }
            }
        }
        return Arrays.copyOf(found, n);
    }

    private SortedMap<Integer, byte[]> bitmaps(FileChannel file, Collection<Integer> positions) throws IOException {
        SortedMap<Integer, byte[]> bitmaps = new TreeMap<>();
        for (int position : positions) {
            int page = position / PAGE_ROWS;
            if (!bitmaps.containsKey(page)) {
                byte[] bitmap = new byte[BITMAP_BYTES];
                if (page * pageBytes < file.size()) {
                    read(file, bitmap, page * pageBytes);
                }
                bitmaps.put(page, bitmap);
            }
        }
        return bitmaps;
    }

    private void write(FileChannel file, SortedMap<Integer, byte[]> bitmaps) throws IOException {
        for (var bitmap : bitmaps.entrySet()) {
            write(file, bitmap.getValue(), bitmap.getKey() * pageBytes);
        }
        file.force(true);
    }

    private static boolean has(SortedMap<Integer, byte[]> bitmaps, int position) {
        byte[] bitmap = bitmaps.getOrDefault(position / PAGE_ROWS, new byte[BITMAP_BYTES]);
        int row = position % PAGE_ROWS;
        return (bitmap[row / Byte.SIZE] >> (row % Byte.SIZE) & 1) == 1;
    }

    private static void mark(SortedMap<Integer, byte[]> bitmaps, int position, boolean present) {
        byte[] bitmap = bitmaps.getOrDefault(position / PAGE_ROWS, new byte[BITMAP_BYTES]);
        int row = position % PAGE_ROWS;
        int bit = 1 << (row % Byte.SIZE);
        int now = bitmap[row / Byte.SIZE];
        bitmap[row / Byte.SIZE] = (byte) (present ? now | bit : now & ~bit);
    }

    private byte[] bytes(Matrix vectors, int row) {
        ByteBuffer bytes = ByteBuffer.allocate(d * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vectors.values(), row * d, d);
        return bytes.array();
    }

    private float[] floats(byte[] row) {
        float[] floats = new float[d];
        ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    private byte[] read(FileChannel file, int position) throws IOException {
        byte[] bytes = new byte[d * Float.BYTES];
        read(file, bytes, rowAt(position));
        return bytes;
    }

    private long rowAt(int position) {
        return position / PAGE_ROWS * pageBytes + BITMAP_BYTES + position % PAGE_ROWS * rowBytes;
    }

    private static void read(FileChannel file, byte[] into, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("a file of vectors ends at " + file.size());
            }
        }
    }

    private static void write(FileChannel file, byte[] from, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(from);
        while (buffer.hasRemaining()) {
            file.write(buffer, at + buffer.position());
        }
    }
}
