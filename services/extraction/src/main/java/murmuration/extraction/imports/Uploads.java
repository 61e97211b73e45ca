package murmuration.extraction.imports;

import static murmuration.core.MurmurationException.require;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import murmuration.core.ErrorCode;
import murmuration.core.MurmurationException;
import murmuration.extraction.shards.DatasetKey;
import murmuration.runtime.Disk;

/** Files that were sent for an import and wait for it, each in a folder of its own; an import takes them away. */
public final class Uploads {
    /** How a staged file's uri begins. */
    public static final String SCHEME = "upload:";

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final Path root;

    /** Uploads in this folder. */
    public Uploads(Path root) {
        this.root = root;
    }

    /** Begins a file; what was begun or sent a day ago and never imported goes. */
    public Upload begin(String tenant, String name) {
        require(DatasetKey.isTenant(tenant), "not a tenant's name");
        try {
            forgetOld(tenant);
            UUID id = UUID.randomUUID();
            Path folder = folder(tenant, id.toString());
            Disk.makePrivate(folder);
            return new Upload(SCHEME + id, folder, folder.resolve(baseName(name)));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The staged file of this uri. */
    Path find(String tenant, String uri) {
        Path folder = folder(tenant, uri.substring(SCHEME.length()));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(Upload.PART))
                    .findFirst()
                    .orElseThrow(Uploads::gone);
        } catch (IOException e) {
            throw gone();
        }
    }

    /** Removes a staged file after its import. */
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

    /** A file that is being sent; until it is finished it does not count. */
    public static final class Upload implements AutoCloseable {
        private static final String PART = ".part";

        private final String uri;
        private final Path folder;
        private final Path file;
        private final Path part;
        private final OutputStream out;
        private long size;
        private boolean finished;

        private Upload(String uri, Path folder, Path file) throws IOException {
            this.uri = uri;
            this.folder = folder;
            this.file = file;
            part = file.resolveSibling(file.getFileName() + PART);
            out = new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW), 1 << 16);
        }

        /** Adds bytes. */
        public void write(byte[] bytes) {
            try {
                out.write(bytes);
                size += bytes.length;
            } catch (IOException e) {
                throw failed(e);
            }
        }

        /** Makes it count. */
        public void finish() {
            try {
                out.close();
                Files.move(part, file);
                finished = true;
            } catch (IOException e) {
                throw failed(e);
            }
        }

        /** What an import asks for it by. */
        public String uri() {
            return uri;
        }

        /** Its size. */
        public long size() {
            return size;
        }

        /** Removes it unless it was finished. */
        @Override
        public void close() {
            if (!finished) {
                try {
                    Disk.deleteFolder(folder);
                    // writes what is buffered into a file that has no name any more
                    out.close();
                } catch (IOException e) {
                    throw failed(e);
                }
            }
        }
    }
}
