package murmuration.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import org.jspecify.annotations.Nullable;

/** What whoever keeps files needs of the file system. */
public final class Disk {
    // the same fault in the words of Linux and macOS, of quotas, and of Windows
    private static final List<String> FULL =
            List.of("no space left on device", "disk quota exceeded", "not enough space on the disk");

    private Disk() {}

    /** Whether this failure says that nothing more can be written. */
    public static boolean isFull(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        return FULL.stream().anyMatch(message::contains);
    }

    /** The failure as it is reported: a full disk has a code of its own, since a person can help. */
    public static IOException failed(IOException e) {
        if (isFull(e)) {
            throw new MurmurationException(ErrorCode.STORAGE_FULL, "the disk of the data folder is full", e);
        }
        return e;
    }

    /** Makes a folder, and those above it, that only the owner of this process may read. */
    public static void makePrivate(Path folder) throws IOException {
        FileAttribute<?>[] attributes =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                        }
                        : new FileAttribute<?>[0];
        Files.createDirectories(folder, attributes);
    }

    /** Makes the names in a folder durable: a rename survives a power cut only after this. */
    public static void forceNames(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** Deletes a folder with all that is in it; nothing happens where there is none. */
    public static void deleteFolder(Path folder) throws IOException {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(inner);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // gone already
        }
    }
}
