package murmuration.extraction.imports;

import static murmuration.core.MurmurationException.require;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import murmuration.core.Digest;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.extraction.shards.DatasetKey;
import murmuration.runtime.Disk;
import org.jspecify.annotations.Nullable;

/** Files that were sent for an import and wait for it, each upload in a folder of its own; an import takes them away. */
public final class Uploads {
    private static final String SCHEME = "upload:";
    private static final String DIGEST = "digest";

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final Path root;

    /** Uploads in this folder. */
    public Uploads(Path root) {
        this.root = root;
    }

    /** Whether this uri is an upload's. */
    static boolean isUpload(String uri) {
        return uri.startsWith(SCHEME);
    }

    /** Begins an upload; what was begun or sent a day ago and never imported goes. */
    public Upload begin(String tenant) {
        require(DatasetKey.isTenant(tenant), "not a tenant's name");
        try {
            forgetOld(tenant);
            UUID id = UUID.randomUUID();
            Path folder = folder(tenant, id.toString());
            Disk.makePrivate(folder);
            return new Upload(SCHEME + id, folder);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The staged files of this uri, in the order in which they were sent. */
    List<Path> find(String tenant, String uri) {
        Path folder = folder(tenant, uri.substring(SCHEME.length()));
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> staged = files.filter(Files::isRegularFile)
                    .filter(file -> !folder.equals(file.getParent()))
                    .sorted()
                    .toList();
            if (staged.isEmpty() || !Files.exists(folder.resolve(DIGEST))) {
                throw gone();
            }
            return staged;
        } catch (IOException e) {
            throw gone();
        }
    }

    /** SHA-256 of what was staged: of each file's, in their order. */
    String digest(String tenant, String uri) {
        try {
            return Files.readString(
                    folder(tenant, uri.substring(SCHEME.length())).resolve(DIGEST));
        } catch (IOException e) {
            throw gone();
        }
    }

    /** Removes what was staged and will not be imported. */
    public void discard(String tenant, String uri) {
        require(isUpload(uri), "not an upload");
        try {
            remove(tenant, uri);
        } catch (IOException e) {
            throw new MurmurationException(ErrorCode.UNAVAILABLE, "the upload cannot be removed", e);
        }
    }

    /** Removes what was staged after its import. */
    void remove(String tenant, String uri) throws IOException {
        Disk.deleteFolder(folder(tenant, uri.substring(SCHEME.length())));
    }

    private void forgetOld(String tenant) throws IOException {
        Path folder = root.resolve(tenant);
        if (!Files.isDirectory(folder)) {
            return;
        }
        FileTime limit = FileTime.from(Instant.now().minus(FORGOTTEN_AFTER));
        List<Path> staged;
        try (Stream<Path> files = Files.list(folder)) {
            staged = files.toList();
        }
        for (Path upload : staged) {
            if (Files.getLastModifiedTime(upload).compareTo(limit) < 0) {
                Disk.deleteFolder(upload);
            }
        }
    }

    private Path folder(String tenant, String id) {
        require(DatasetKey.isTenant(tenant), "not a tenant's name");
        try {
            return root.resolve(tenant).resolve(UUID.fromString(id).toString());
        } catch (IllegalArgumentException e) {
            throw gone();
        }
    }

    /** The last part of a name, with plain characters only, so that it cannot lead anywhere. */
    private static String baseName(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("[^A-Za-z0-9._-]", "_");
        String kept = base.substring(Math.max(0, base.length() - 100));
        return kept.isBlank() || kept.startsWith(".") ? "upload" + kept : kept;
    }

    private static MurmurationException gone() {
        return new MurmurationException(ErrorCode.NOT_FOUND, "no such upload; uploads are kept for a day");
    }

    private static MurmurationException failed(IOException e) {
        try {
            return new MurmurationException(ErrorCode.UNAVAILABLE, "the upload cannot be written", Disk.failed(e));
        } catch (MurmurationException full) {
            return full;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Files that are being sent, one after the other; until the last is finished none counts. */
    public static final class Upload implements AutoCloseable {
        private final String uri;
        private final Path folder;
        private final Digest digest = new Digest();
        private @Nullable Staged open;
        private int files;
        private long size;
        private boolean finished;

        private Upload(String uri, Path folder) {
            this.uri = uri;
            this.folder = folder;
        }

        /** Begins the next file, and ends the one before it. */
        public void file(String name) {
            try {
                begin(name);
            } catch (IOException e) {
                throw failed(e);
            }
        }

        /** Adds bytes to the file. */
        public void write(byte[] bytes) {
            try {
                Staged file = open == null ? begin("upload") : open;
                file.write(bytes);
                size += bytes.length;
            } catch (IOException e) {
                throw failed(e);
            }
        }

        /** Each in a folder of its own: names may be equal, and the folders keep the order. */
        private Staged begin(String name) throws IOException {
            endFile();
            Path own = folder.resolve("%04d".formatted(files++));
            Disk.makePrivate(own);
            Staged file = Staged.in(own.resolve(baseName(name)));
            open = file;
            return file;
        }

        /** Makes them count. */
        public void finish() {
            try {
                endFile();
                // says that all is here
                Files.writeString(folder.resolve(DIGEST), digest.hex());
                finished = true;
            } catch (IOException e) {
                throw failed(e);
            }
        }

        /** What an import asks for them by. */
        public String uri() {
            return uri;
        }

        /** Their size together. */
        public long size() {
            return size;
        }

        private void endFile() throws IOException {
            Staged file = open;
            if (file != null) {
                file.out().close();
                digest.add(file.sha().digest());
                open = null;
            }
        }

        /** Removes them unless they were finished. */
        @Override
        public void close() {
            if (!finished) {
                try {
                    Disk.deleteFolder(folder);
                    Staged file = open;
                    if (file != null) {
                        // writes what is buffered into a file that has no name any more
                        file.out().close();
                    }
                } catch (IOException e) {
                    throw failed(e);
                }
            }
        }

        /** A file that is being written. */
        private record Staged(OutputStream out, MessageDigest sha) {
            static Staged in(Path file) throws IOException {
                return new Staged(
                        new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), 1 << 16),
                        sha256());
            }

            void write(byte[] bytes) throws IOException {
                out.write(bytes);
                sha.update(bytes);
            }
        }
    }
}
