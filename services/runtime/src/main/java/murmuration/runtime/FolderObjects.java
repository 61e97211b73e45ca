package murmuration.runtime;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import murmuration.core.ObjectKeys;
import murmuration.core.ObjectStore;

/**
 * Objects as files of a folder, a key being the path. Thread-safe; several processes may share the folder.
 *
 * <p>An object is written beside the others under a hidden name, forced to the disk and then renamed: whoever opens the
 * key sees the old bytes or all of the new, also after a power cut.
 */
public final class FolderObjects implements ObjectStore {
    private static final String UNFINISHED = ".unfinished";
    private static final int TRIES = 100;

    private final Path root;

    /** Objects in this folder, which is made when the first is written. */
    public FolderObjects(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public void put(String key, Writer content) throws IOException {
        Path target = path(key);
        Path folder = root.resolve(UNFINISHED);
        try {
            Disk.makePrivate(folder);
            Path unfinished = Files.createTempFile(folder, "put", "");
            try {
                write(unfinished, content);
                rename(unfinished, target);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw Disk.failed(e);
        }
    }

    private static void write(Path file, Writer content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    private void rename(Path unfinished, Path target) throws IOException {
        Path folder = target.resolveSibling("");
        for (int attempt = 1; ; attempt++) {
            try {
                Disk.makePrivate(folder);
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Disk.forceNames(folder);
                return;
            } catch (NoSuchFileException e) {
                // a deletion took the folder away while it was still empty
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    @Override
    public InputStream open(String key) throws IOException {
        return Files.newInputStream(path(key));
    }

    @Override
    public boolean has(String key) {
        return Files.isRegularFile(path(key));
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        ObjectKeys.requirePrefix(prefix);
        Path folder = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                return inner.equals(root.resolve(UNFINISHED)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String key = root.relativize(file).toString().replace(File.separatorChar, '/');
                if (attributes.isRegularFile() && key.startsWith(prefix)) {
                    keys.add(key);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return passOverAbsent(e);
            }
        });
        keys.sort(null);
        return List.copyOf(keys);
    }

    /** What is deleted, or has got its name, while we look. */
    private static FileVisitResult passOverAbsent(IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    @Override
    public int deleteAll(String prefix) throws IOException {
        ObjectKeys.requireSomePrefix(prefix);
        int deleted = 0;
        for (String key : list(prefix)) {
            Path file = path(key);
            if (Files.deleteIfExists(file)) {
                deleted++;
            }
            deleteEmpty(file.resolveSibling(""));
        }
        return deleted;
    }

    @Override
    public void deleteUnfinished(Instant before) throws IOException {
        Files.walkFileTree(root.resolve(UNFINISHED), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.lastModifiedTime().toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                return passOverAbsent(e);
            }
        });
    }

    private void deleteEmpty(Path folder) throws IOException {
        for (Path empty = folder; !empty.equals(root); empty = empty.resolveSibling("")) {
            try {
                Files.deleteIfExists(empty);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
        }
    }

    private Path path(String key) {
        ObjectKeys.requireKey(key);
        return root.resolve(key);
    }
}
