package murmuration.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.runtime.Disk;
import murmuration.runtime.Json;
import org.jspecify.annotations.Nullable;

/**
 * Where one installation keeps everything: database, shards, vectors, keys, logs. One server at a time holds it; its
 * address stands in the folder, so that other commands find it.
 */
final class DataFolder {
    /** The secret that makes and revokes API keys. */
    static final String OPERATOR = "operator";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> GROUP_READS = PosixFilePermissions.fromString("rwxr-x---");

    private final Path path;

    DataFolder(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /** The folder unless another is named: {@code $XDG_DATA_HOME/murmuration} or {@code ~/.local/share/murmuration}. */
    static Path usual() {
        @Nullable String data = System.getenv("XDG_DATA_HOME");
        Path base = data != null && !data.isBlank()
                ? Path.of(data)
                : Path.of(System.getProperty("user.home"), ".local", "share");
        return base.resolve("murmuration");
    }

    Path path() {
        return path;
    }

    Path database() {
        return path.resolve("postgres");
    }

    Path log() {
        return path.resolve("logs").resolve("murmuration.log");
    }

    /** Where what another process of this installation says is kept. */
    Path log(String process) {
        Path log = log().resolveSibling(process + ".log");
        try {
            Files.createDirectories(log.resolveSibling(""));
        } catch (IOException e) {
            throw unusable(log, e);
        }
        return log;
    }

    /** Writes a file that only its owner may read, in place of what was there; whoever reads it sees one or the other. */
    void write(Path file, String content) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(unfinished);
            writePrivately(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** How many bytes may still be written to it. */
    long freeBytes() {
        Path there = path;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** A secret of 32 bytes in hexadecimal, made at its first use and readable by the owner only. */
    String secret(String name) {
        Path file = secretFile(name);
        try {
            if (!Files.exists(file)) {
                createPrivately(path);
                writePrivately(file, HexFormat.of().formatHex(random()));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** Where a secret is kept. */
    Path secretFile(String name) {
        return path.resolve("keys").resolve(name + ".key");
    }

    /** Refuses a folder that is another user's, or that everybody may read: PostgreSQL would not start on it. */
    void requireOwn(Path inner) {
        try {
            if (!Files.isDirectory(inner) || !posix(inner)) {
                return;
            }
            String owner = Files.getOwner(inner).getName();
            String own = user();
            if (!owner.equals(own)) {
                throw refused(inner, "it belongs to " + owner + ", and this is " + own + ": start as " + owner);
            }
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(inner);
            if (!permissions.equals(OWNER_ONLY) && !permissions.equals(GROUP_READS)) {
                throw refused(
                        inner,
                        "its permissions are " + PosixFilePermissions.toString(permissions)
                                + ", it must be its owner's only: chmod 700 " + inner);
            }
        } catch (IOException e) {
            throw unusable(inner, e);
        }
    }

    /** Whoever owns what this process makes; its name in the environment may be another's. */
    private String user() throws IOException {
        Path made = Files.createTempFile(path, "owner", "");
        try {
            return Files.getOwner(made).getName();
        } finally {
            Files.delete(made);
        }
    }

    private static MurmurationException refused(Path file, String why) {
        return new MurmurationException(
                ErrorCode.UNAVAILABLE,
                "cannot use " + file + ": " + why + ", or choose another folder with --data DIR");
    }

    /** Makes this process the folder's only server until it closes the lock; empty where another one is. */
    Optional<FileLock> lock() {
        try {
            createPrivately(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Optional<FileLock> lock = lock(channel);
            if (lock.isPresent()) {
                // whoever announced itself has ended
                Files.deleteIfExists(announcement());
            } else {
                channel.close();
            }
            return lock;
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** Empty where another process holds it, or this one. */
    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    /** Says where this folder's server answers, and where its Temporal does. */
    void announce(String url, String temporal) {
        write(announcement(), Json.write(Map.of("url", url, "temporal", temporal)));
    }

    /**
     * Where the server that holds this folder answers; empty where none runs. Not for that server itself: a process that looks
     * at a lock of its own gives it up, where locks are POSIX's.
     */
    Optional<String> server() {
        if (!Files.exists(announcement())) {
            return Optional.empty();
        }
        Optional<FileLock> free = lock();
        try {
            if (free.isPresent()) {
                free.get().channel().close();
                return Optional.empty();
            }
            String announced = Files.readString(announcement());
            return Optional.of(Json.mapper().readTree(announced).path("url").asText());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path announcement() {
        return path.resolve("server.json");
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static void writePrivately(Path file, String content) throws IOException {
        Path folder = file.resolveSibling("");
        createPrivately(folder);
        try {
            if (posix(folder)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
            Files.writeString(file, content);
        } catch (FileAlreadyExistsException e) {
            return;
        }
    }

    private static void createPrivately(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        if (posix(folder)) {
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
        }
    }

    private static boolean posix(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix");
    }

    /** Why a file cannot be used, for a person. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "its permissions do not allow it";
            case FileAlreadyExistsException there -> "it is not a folder";
            case NotDirectoryException file -> "it is not a folder";
            case NoSuchFileException missing -> "there is no such folder";
            case FileSystemException told
            when told.getReason() != null && !Disk.isFull(e) -> told.getReason().toLowerCase(Locale.ROOT);
            default -> Disk.isFull(e) ? "the disk is full" : e.getClass().getSimpleName();
        };
    }

    private static MurmurationException unusable(Path file, IOException e) {
        return new MurmurationException(
                Disk.isFull(e) ? ErrorCode.STORAGE_FULL : ErrorCode.UNAVAILABLE,
                "cannot use " + file + ": " + reason(e) + "; choose another folder with --data DIR",
                e);
    }
}
